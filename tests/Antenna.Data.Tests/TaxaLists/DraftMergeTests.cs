using Antenna.Core.TaxaLists;
using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.Data.TaxaLists;
using Antenna.Data.Taxonomy;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.TaxaLists;

/// <summary>What is saved where two people changed one list since both began with the same version.</summary>
public sealed class DraftMergeTests(TestDatabase database) : TaxaListDraftBench(database), IClassFixture<TestDatabase>
{
    private static readonly Dictionary<string, MergeSide> NoChoices = [];

    private static readonly string[] Kingdoms = ["Animalia", "Plantae"];

    [Fact]
    public async Task Two_people_who_each_strike_a_species_of_a_genus_with_descendants_both_strike_it()
    {
        var (_, before) = await GenusWithDescendantsAsync();
        var mine = await StrikeAsync(await OpenAsync(), "Actias selene");
        await SaveTheirsAsync(before, async listing => ListingEdits.Strike(listing, await Scenario.SpeciesAsync("Actias isis")));

        var (merge, saved) = await MergeAsync(mine, NoChoices);

        Assert.Empty(merge.Conflicts);
        Assert.Equal(["Actias", "Actias maenas"], await SavedAsync(saved));
    }

    [Theory]
    [InlineData(MergeSide.Mine, "")]
    [InlineData(MergeSide.Theirs, "Actias,Actias maenas,Actias selene")]
    public async Task Who_strikes_the_whole_genus_of_which_another_struck_a_species_chooses_for_all_of_it(MergeSide side, string listed)
    {
        var (genus, before) = await GenusWithDescendantsAsync();
        var open = await OpenAsync();
        var mine = await StepAsync(open, ListingEdits.Strike(await Listings.OfDraftAsync(open, Token), genus));
        await SaveTheirsAsync(before, async listing => ListingEdits.Strike(listing, await Scenario.SpeciesAsync("Actias isis")));

        var (merge, saved) = await MergeAsync(mine, new() { [KeyOf("Actias", Rank.Genus)] = side });

        Assert.Equal(["Actias"], merge.Conflicts.Select(conflict => conflict.Name.Name));
        Assert.Equal(side is MergeSide.Theirs, saved.Refusal?.StartsWith("Nothing changed", StringComparison.Ordinal) is true);
        Assert.Equal(listed, string.Join(',', await NewestAsync()));
    }

    [Theory]
    [InlineData(MergeSide.Mine, "Actias,Actias isis,Actias maenas,Saturniidae,Samia cynthia")]
    [InlineData(MergeSide.Theirs, "Actias,Actias isis,Actias maenas,Actias selene,Saturniidae,Samia cynthia")]
    public async Task A_species_that_one_strikes_of_a_family_that_the_other_keeps_with_all_below_it_is_asked_about(MergeSide side, string listed)
    {
        var (_, before) = await GenusWithDescendantsAsync();
        var mine = await StrikeAsync(await OpenAsync(), "Actias selene");
        await SaveTheirsAsync(before, async listing => await Edits.KeepDescendantsAsync(listing, await FamilyAsync("Saturniidae"), Token));

        var (merge, saved) = await MergeAsync(mine, new() { [KeyOf("Actias selene", Rank.Species)] = side });

        Assert.Equal([("Actias selene", true, false)], merge.Conflicts.Select(conflict => (conflict.Name.Name, conflict.Theirs is not null, conflict.Mine is not null)));
        Assert.Equal(listed.Split(',').Order(StringComparer.Ordinal), await SavedAsync(saved));
    }

    [Fact]
    public async Task A_name_is_struck_though_the_other_brought_a_homonym_of_another_kingdom()
    {
        await AddOenantheAsync();
        await SaveVersionAsync(Oenanthe("Animalia"));
        var mine = await OpenAsync();
        mine = await StepAsync(mine, await Edits.StrikeNameAsync(await Listings.OfDraftAsync(mine, Token), KeyOf("Oenanthe", Rank.Genus), Token));
        await SaveVersionAsync(Oenanthe("Animalia") with { HomonymKingdom = "animalia" }, Oenanthe("Plantae") with { HomonymKingdom = "plantae" });

        var (merge, saved) = await MergeAsync(mine, NoChoices);

        Assert.Empty(merge.Conflicts);
        Assert.Equal(["oenanthe genus, plantae"], (await SavedNamesAsync(saved)).Keys);
    }

    [Fact]
    public async Task What_another_saved_keeps_its_keys_where_a_draft_brings_a_homonym_of_it()
    {
        var (bird, plant) = await AddOenantheAsync();
        await SaveVersionAsync(Oenanthe("Animalia"), new("Samia cynthia", Rank.Species));
        var open = await OpenAsync();
        var mine = await StepAsync(open, ListingEdits.Add(await Listings.OfDraftAsync(open, Token), plant));
        await SaveVersionAsync(Oenanthe("Animalia"));

        var (_, saved) = await MergeAsync(mine, NoChoices);

        Assert.Equal(["oenanthe genus", "oenanthe genus, plantae"], (await SavedNamesAsync(saved)).Keys.Order(StringComparer.Ordinal));
        var listing = await Listings.OfVersionAsync(List, await VersionAsync(saved.Number!.Value), Token);
        Assert.Equal([bird, plant], listing.Taxa.Names.Order());
    }

    [Fact]
    public async Task A_name_that_another_wrote_by_its_synonym_is_still_struck()
    {
        var accepted = await Scenario.SpeciesAsync("Limenitis arthemis");
        await using (var context = Database.CreateDbContext())
        {
            context.Add(new Taxon { Name = "Basilarchia arthemis", Rank = Rank.Species, AcceptedTaxonId = accepted, Source = "test" });
            await context.SaveChangesAsync(Token);
        }

        await SaveVersionAsync(new ListedName("Limenitis arthemis", Rank.Species), new("Samia cynthia", Rank.Species));
        var mine = await StrikeAsync(await OpenAsync(), "Limenitis arthemis");
        await SaveVersionAsync(new ListedName("Basilarchia arthemis", Rank.Species), new("Samia cynthia", Rank.Species));

        var (_, saved) = await MergeAsync(mine, NoChoices);

        Assert.Equal(["Samia cynthia"], await SavedAsync(saved));
    }

    /// <summary>A version that lists the genus Actias with its three species, and nothing else.</summary>
    private async Task<(long Genus, long VersionId)> GenusWithDescendantsAsync()
    {
        var (_, genus) = await AddFamilyAsync("Saturniidae", "Actias", "Actias isis", "Actias maenas", "Actias selene", "Samia cynthia");
        await SaveVersionAsync(new ListedName("Actias", Rank.Genus) { IncludeDescendants = true });
        return (genus, await NewestIdAsync());
    }

    /// <summary>The bird and the plant of one name.</summary>
    private async Task<(long Bird, long Plant)> AddOenantheAsync()
    {
        await using var context = Database.CreateDbContext();
        var ids = new List<long>();
        foreach (var (at, kingdom) in Kingdoms.Index())
        {
            var above = await TaxonAsync(context, kingdom, Rank.Kingdom, null);
            var genus = await context.Taxa.SingleOrDefaultAsync(taxon => taxon.Name == "Oenanthe" && taxon.ParentId == above.Id, Token)
                ?? context.Add(new Taxon { Name = "Oenanthe", Rank = Rank.Genus, Homonym = (short)at, ParentId = above.Id, Source = "test" }).Entity;
            await context.SaveChangesAsync(Token);
            ids.Add(genus.Id);
        }

        return (ids[0], ids[1]);
    }

    private static ListedName Oenanthe(string kingdom) =>
        new("Oenanthe", Rank.Genus) { HigherTaxa = new Dictionary<Rank, string> { [Rank.Kingdom] = kingdom } };

    private static string KeyOf(string name, Rank rank) => new ListedName(name, rank).Key;

    /// <summary>Saves the next version as an import of a file does.</summary>
    private async Task SaveVersionAsync(params ListedName[] names)
    {
        await using var connection = await Database.DataSource.OpenConnectionAsync(Token);
        await using var context = Database.CreateDbContext();
        Assert.NotNull(await TaxaListVersions.SaveAsync(connection, new(List.Id, names, Scenario.Curator.Id, DateTime.UtcNow, "imported"), Token));
        await TaxaListResolution.ResolveAsync(connection, await NameMatchers.LoadAsync(context, Token), List.Id, Token);
    }

    private async Task SaveTheirsAsync(long versionId, Func<Listing, Task<ListingEdit>> edit)
    {
        var colleague = await Scenario.AddPersonAsync($"Colleague in {Scenario.Project.Name}");
        var open = await Drafts.OpenAsync(List.Id, versionId, colleague, Token);
        Assert.NotNull((await SaveAsync(await StepAsync(open, await edit(await Listings.OfDraftAsync(open, Token))))).Number);
    }

    private async Task<long> FamilyAsync(string name)
    {
        await using var context = Database.CreateDbContext();
        return await context.Taxa.Where(taxon => taxon.Name == name && taxon.Rank == Rank.Family).Select(taxon => taxon.Id).SingleAsync(Token);
    }

    private async Task<(MergedChanges Merge, DraftSave Saved)> MergeAsync(StoredDraft mine, Dictionary<string, MergeSide> choices)
    {
        var pending = (await SaveAsync(mine)).Merge!;
        return (pending.Merge, await Saving.SaveAsync(mine, "merged", pending.NewestId, choices, Token));
    }

    private async Task<IReadOnlyList<string>> SavedAsync(DraftSave saved)
    {
        Assert.Null(saved.Refusal);
        return await NewestAsync();
    }

    private async Task<IReadOnlyList<string>> NewestAsync() => await ListedAsync((await Listings.FindAsync(await NewestIdAsync(), Token))!);

    private async Task<Dictionary<string, ListedName>> SavedNamesAsync(DraftSave saved)
    {
        Assert.Null(saved.Refusal);
        await using var connection = await Database.DataSource.OpenConnectionAsync(Token);
        return await StoredListedName.ReadVersionAsync(connection, (await VersionAsync(saved.Number!.Value)).Id, keys: null, Token);
    }
}
