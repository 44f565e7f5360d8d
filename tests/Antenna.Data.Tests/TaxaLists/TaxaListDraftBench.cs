using Antenna.Core.TaxaLists;
using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.Data.TaxaLists;
using Antenna.Data.Taxonomy;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.TaxaLists;

/// <summary>A list of a project, and what drafts it.</summary>
public abstract class TaxaListDraftBench(TestDatabase database) : IAsyncLifetime
{
    protected TestDatabase Database { get; } = database;

    protected CurrentTaxonomy Taxonomy { get; private set; } = null!;

    protected Listings Listings { get; private set; } = null!;

    protected TaxaListDrafts Drafts { get; private set; } = null!;

    protected TaxaListDraftSaving Saving { get; private set; } = null!;

    protected ListingEdits Edits { get; private set; } = null!;

    protected Scenario Scenario { get; private set; } = null!;

    protected TaxaList List { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Taxonomy = new(Database);
        Listings = new(Database.DataSource, Taxonomy);
        Drafts = new(Database.DataSource, TimeProvider.System);
        Saving = new(Database.DataSource, Drafts, Taxonomy, TimeProvider.System);
        Edits = new(Database.DataSource);
        Scenario = await Scenario.CreateAsync(Database.DataSource, $"Project {Guid.NewGuid():N}");
        List = await Scenario.AddListAsync();
        await Scenario.AddVersionAsync(List, ["Actias luna", "Samia cynthia"]);
    }

    public ValueTask DisposeAsync()
    {
        Drafts.Dispose();
        Taxonomy.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected async Task<(long Family, long Genus)> AddFamilyAsync(string family, string genus, params string[] species)
    {
        await using var context = Database.CreateDbContext();
        var above = await TaxonAsync(context, family, Rank.Family, null);
        var between = await TaxonAsync(context, genus, Rank.Genus, above.Id);
        foreach (var name in species)
        {
            var id = await Scenario.SpeciesAsync(name);
            (await context.Taxa.SingleAsync(taxon => taxon.Id == id, Token)).ParentId = name.StartsWith(genus, StringComparison.Ordinal) ? between.Id : above.Id;
        }

        await context.SaveChangesAsync(Token);
        return (above.Id, between.Id);
    }

    protected static async Task<Taxon> TaxonAsync(AntennaDbContext context, string name, Rank rank, long? parentId)
    {
        if (await context.Taxa.SingleOrDefaultAsync(taxon => taxon.Name == name && taxon.Rank == rank, Token) is { } known)
            return known;
        var taxon = new Taxon { Name = name, Rank = rank, ParentId = parentId, Source = "test" };
        context.Add(taxon);
        await context.SaveChangesAsync(Token);
        return taxon;
    }

    protected async Task<StoredDraft> OpenAsync() => await Drafts.OpenAsync(List.Id, await NewestIdAsync(), Scenario.Curator, Token);

    protected async Task<StoredDraft> AddAsync(StoredDraft draft, string species)
    {
        var taxon = await Scenario.SpeciesAsync(species);
        return await StepAsync(draft, ListingEdits.Add(await Listings.OfDraftAsync(draft, Token), taxon));
    }

    protected async Task<StoredDraft> StrikeAsync(StoredDraft draft, string species)
    {
        var taxon = await Scenario.SpeciesAsync(species);
        return await StepAsync(draft, ListingEdits.Strike(await Listings.OfDraftAsync(draft, Token), taxon));
    }

    protected async Task<StoredDraft> StepAsync(StoredDraft draft, ListingEdit edit)
    {
        var outcome = await (edit.UndoesLast ? Drafts.UndoAsync(draft, Token) : Drafts.StepAsync(draft, edit.Step!, Token));
        Assert.Null(outcome.Refusal);
        return outcome.Draft!;
    }

    protected Task<DraftSave> SaveAsync(StoredDraft draft, string? note = null) =>
        Saving.SaveAsync(draft, note, mergedWith: null, new Dictionary<string, MergeSide>(), Token);

    protected async Task<long> NewestIdAsync()
    {
        await using var context = Database.CreateDbContext();
        return await context.TaxaListVersions.NewestOffered(List.Id).Select(version => version.Id).SingleAsync(Token);
    }

    protected async Task<TaxaListVersion> VersionAsync(int number)
    {
        await using var context = Database.CreateDbContext();
        return await context.TaxaListVersions.AsNoTracking().SingleAsync(version => version.TaxaListId == List.Id && version.Number == number, Token);
    }

    protected async Task<IReadOnlyList<string>> ListedAsync(StoredDraft draft) => await ListedAsync(await Listings.OfDraftAsync(draft, Token));

    protected static Task<IReadOnlyList<string>> ListedAsync(Listing listing) =>
        Task.FromResult<IReadOnlyList<string>>([.. listing.Taxa.Names.Select(id => listing.Taxonomy.NameOf(id)!.Name).Order(StringComparer.Ordinal)]);

    protected static IReadOnlyList<string> Chips(StoredDraft draft) =>
        [.. draft.Content.Changes.Select(change => $"{(change.IsAdded ? "+" : change.IsRemoved ? "-" : "=")}{change.Name.Name}")];

    protected static CancellationToken Token => TestContext.Current.CancellationToken;
}
