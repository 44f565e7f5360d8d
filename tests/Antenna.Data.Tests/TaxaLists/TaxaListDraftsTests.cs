using Antenna.Core.TaxaLists;
using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.Data.News;
using Antenna.Data.TaxaLists;
using Antenna.Data.Taxonomy;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.TaxaLists;

public sealed class TaxaListDraftsTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly TestDatabase _database = database;
    private CurrentTaxonomy _taxonomy = null!;
    private Listings _listings = null!;
    private TaxaListDrafts _drafts = null!;
    private TaxaListDraftSaving _saving = null!;
    private ListingEdits _edits = null!;
    private Scenario _scenario = null!;
    private TaxaList _list = null!;

    public async ValueTask InitializeAsync()
    {
        _taxonomy = new(_database);
        _listings = new(_database.DataSource, _taxonomy);
        _drafts = new(_database.DataSource, TimeProvider.System);
        _saving = new(_database.DataSource, TimeProvider.System);
        _edits = new(_database.DataSource);
        _scenario = await Scenario.CreateAsync(_database.DataSource, $"Project {Guid.NewGuid():N}");
        _list = await _scenario.AddListAsync();
        await _scenario.AddVersionAsync(_list, ["Actias luna", "Samia cynthia"]);
    }

    public ValueTask DisposeAsync()
    {
        _taxonomy.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_draft_is_read_back_as_it_was_made_undone_and_redone()
    {
        var draft = await OpenAsync();
        draft = await AddAsync(draft, "Catocala relicta");
        draft = await StrikeAsync(draft, "Samia cynthia");
        draft = await AddAsync(draft, "Hyalophora cecropia");
        draft = (await _drafts.UndoAsync(draft, Token)).Draft!;
        draft = (await _drafts.UndoAsync(draft, Token)).Draft!;
        draft = (await _drafts.RedoAsync(draft, Token)).Draft!;

        var found = await _drafts.FindAsync(_list.Id, _scenario.Curator.Id, Token);

        Assert.Equal("Vermont moths v1 + 2 changes", found!.Label);
        Assert.Equal(["+Catocala relicta", "-Samia cynthia"], Chips(found));
        Assert.Equal((2, 3, draft.Revision), (found.Content.Position, found.Content.Steps.Count, found.Revision));
        Assert.Equal(["Actias luna", "Catocala relicta"], await ListedAsync(found));
    }

    [Fact]
    public async Task A_person_has_one_draft_of_a_list_however_often_it_is_opened()
    {
        var draft = await AddAsync(await OpenAsync(), "Catocala relicta");
        var newer = await _scenario.AddVersionAsync(_list, ["Actias luna"]);

        var again = await _drafts.OpenAsync(_list.Id, newer.Id, _scenario.Curator, Token);
        var colleague = await _scenario.AddPersonAsync($"Colleague in {_scenario.Project.Name}");

        Assert.Equal((draft.Id, 1), (again.Id, again.Base.Number));
        Assert.NotEqual(draft.Id, (await _drafts.OpenAsync(_list.Id, newer.Id, colleague, Token)).Id);
        Assert.Equal([_list.Id], await _drafts.ListsAsync(_scenario.Curator.Id, Token));
    }

    [Fact]
    public async Task A_new_step_drops_those_that_were_undone()
    {
        var draft = await AddAsync(await OpenAsync(), "Catocala relicta");
        draft = (await _drafts.UndoAsync(draft, Token)).Draft!;
        draft = await AddAsync(draft, "Hyalophora cecropia");

        Assert.Equal(["+Hyalophora cecropia"], Chips(draft));
        Assert.Single(draft.Content.Steps);
        Assert.False((await _drafts.RedoAsync(draft, Token)).Draft!.Content.CanRedo);
    }

    [Fact]
    public async Task One_change_is_taken_back_without_the_later_ones()
    {
        var draft = await AddAsync(await OpenAsync(), "Catocala relicta");
        draft = await AddAsync(draft, "Hyalophora cecropia");

        var restored = (await _drafts.RestoreAsync(draft, [draft.Content.Changes[0].Key], Token)).Draft!;

        Assert.Equal(["+Hyalophora cecropia"], Chips(restored));
        Assert.Equal(Chips(draft), Chips((await _drafts.UndoAsync(restored, Token)).Draft!));
    }

    [Fact]
    public async Task A_step_of_a_second_tab_follows_that_of_the_first()
    {
        var draft = await OpenAsync();
        await AddAsync(draft, "Catocala relicta");

        var second = await AddAsync(draft, "Hyalophora cecropia");

        Assert.Equal(["+Catocala relicta", "+Hyalophora cecropia"], Chips(second));
    }

    [Fact]
    public async Task A_step_that_makes_something_else_of_what_another_tab_changed_is_not_made_and_an_undo_neither()
    {
        var draft = await AddAsync(await OpenAsync(), "Catocala relicta");
        var name = draft.Content.Changes[0].After!;
        await _drafts.StepAsync(draft, new(DraftStepKind.KeepDescendants, [name.Name], [new(name.Key, name with { IncludeDescendants = true })]), Token);

        var step = await _drafts.StepAsync(draft, new(DraftStepKind.Remove, [name.Name], [new(name.Key, null)]), Token);
        var undo = await _drafts.UndoAsync(draft, Token);

        Assert.Equal((DraftRefusal.ChangedMeanwhile, DraftRefusal.ChangedMeanwhile), (step.Refusal, undo.Refusal));
        Assert.True(Assert.Single(step.Draft!.Content.Changes).After!.IncludeDescendants);
    }

    [Fact]
    public async Task What_was_discarded_in_another_tab_is_gone_for_this_one()
    {
        var draft = await AddAsync(await OpenAsync(), "Catocala relicta");
        Assert.Null((await _drafts.DiscardAsync(draft, Token)).Refusal);

        Assert.Equal(new(null, DraftRefusal.Gone), await _drafts.UndoAsync(draft, Token));
        Assert.Null(await _drafts.FindAsync(_list.Id, _scenario.Curator.Id, Token));
    }

    [Fact]
    public async Task A_draft_that_is_saved_is_the_version_that_is_read_back()
    {
        var draft = await StrikeAsync(await AddAsync(await OpenAsync(), "Catocala relicta"), "Samia cynthia");
        var drafted = await _listings.OfDraftAsync(draft, Token);

        var saved = await SaveAsync(draft, "Seen twice");

        Assert.Equal((2, null, null), (saved.Number, saved.Merge, saved.Refusal));
        var version = await VersionAsync(2);
        var stored = await _listings.OfVersionAsync(_list, version, Token);
        Assert.Equal(("Seen twice", _scenario.Curator.Id, 2), (version.Note, version.AuthorId, version.EntryCount));
        Assert.Equal(drafted.Taxa.Names.Order(), stored.Taxa.Names.Order());
        Assert.Null(await _drafts.FindAsync(_list.Id, _scenario.Curator.Id, Token));
    }

    [Fact]
    public async Task Saving_what_the_newest_version_lists_is_refused_and_the_draft_stays()
    {
        await SaveAsync(await AddAsync(await OpenAsync(), "Catocala relicta"));
        var draft = await StrikeAsync(await AddAsync(await OpenAsync(), "Hyalophora cecropia"), "Hyalophora cecropia");

        var saved = await SaveAsync(draft);

        Assert.Equal((null, "Nothing changed: v2 lists the same."), (saved.Number, saved.Refusal));
        Assert.NotNull(await _drafts.FindAsync(_list.Id, _scenario.Curator.Id, Token));
    }

    [Fact]
    public async Task The_second_to_save_sees_what_the_first_changed_and_merges()
    {
        var colleague = await _scenario.AddPersonAsync($"Colleague in {_scenario.Project.Name}");
        var mine = await StrikeAsync(await AddAsync(await OpenAsync(), "Catocala relicta"), "Samia cynthia");
        var theirs = await AddAsync(await _drafts.OpenAsync(_list.Id, (await VersionAsync(1)).Id, colleague, Token), "Hyalophora cecropia");
        Assert.Equal(2, (await SaveAsync(theirs, "Theirs")).Number);

        var first = await SaveAsync(mine);
        var merged = await _saving.SaveAsync(mine, "Mine", first.Merge!.NewestId, new Dictionary<string, MergeSide>(), Token);

        Assert.Equal((2, colleague.Name, "Theirs"), (first.Merge.Newest, first.Merge.SavedBy, first.Merge.Note));
        Assert.Equal(["Hyalophora cecropia"], first.Merge.Merge.TheirChanges.Select(change => change.Name.Name));
        Assert.Empty(first.Merge.Merge.Conflicts);
        Assert.Equal(3, merged.Number);
        Assert.Equal(["Actias luna", "Catocala relicta", "Hyalophora cecropia"], await ListedAsync(await _listings.OfVersionAsync(_list, await VersionAsync(3), Token)));
    }

    [Fact]
    public async Task A_conflict_is_merged_only_by_a_choice()
    {
        var colleague = await _scenario.AddPersonAsync($"Colleague in {_scenario.Project.Name}");
        var mine = await StrikeAsync(await OpenAsync(), "Samia cynthia");
        var theirs = await _drafts.OpenAsync(_list.Id, (await VersionAsync(1)).Id, colleague, Token);
        var kept = new ListedName("Samia cynthia", Rank.Species) { IncludeDescendants = true };
        theirs = (await _drafts.StepAsync(theirs, new(DraftStepKind.KeepDescendants, [kept.Name], [new(kept.Key, kept)]), Token)).Draft!;
        await SaveAsync(theirs);

        var asked = await SaveAsync(mine);
        var again = await _saving.SaveAsync(mine, null, asked.Merge!.NewestId, new Dictionary<string, MergeSide>(), Token);
        var conflict = Assert.Single(again.Merge!.Merge.Conflicts);
        var merged = await _saving.SaveAsync(
            mine, null, asked.Merge.NewestId, new Dictionary<string, MergeSide> { [conflict.Key] = MergeSide.Mine }, Token);

        Assert.Equal(3, merged.Number);
        Assert.Equal(["Actias luna"], await ListedAsync(await _listings.OfVersionAsync(_list, await VersionAsync(3), Token)));
    }

    [Fact]
    public async Task A_draft_frozen_twice_is_one_trial_which_lists_the_same_and_is_offered_to_nobody_else()
    {
        var draft = await StrikeAsync(await AddAsync(await OpenAsync(), "Catocala relicta"), "Samia cynthia");
        var listing = await _listings.OfDraftAsync(draft, Token);

        var first = await FreezeAsync(listing);
        var second = await FreezeAsync(await _listings.OfDraftAsync(draft, Token));

        Assert.Equal("Vermont moths v1 + 2 changes, trial", first.Label);
        Assert.Equal(first.Version.Id, second.Version.Id);
        var stored = await _listings.OfVersionAsync(_list, await VersionOfAsync(first.Version.Id), Token);
        Assert.Equal(first.Label, stored.Label);
        Assert.Equal(listing.Taxa.Names.Order(), stored.Taxa.Names.Order());
        await using var context = _database.CreateDbContext();
        var versions = context.TaxaListVersions.Where(version => version.TaxaListId == _list.Id);
        Assert.Single(await versions.Offered().ToListAsync(Token));
        Assert.Single(await versions.OfferedTo(null).ToListAsync(Token));
        Assert.NotNull(await _drafts.FindAsync(_list.Id, _scenario.Curator.Id, Token));
    }

    [Fact]
    public async Task A_draft_without_changes_is_its_version_and_makes_no_trial()
    {
        var listing = await _listings.OfDraftAsync(await OpenAsync(), Token);

        var frozen = await FreezeAsync(listing);

        Assert.Equal(("Vermont moths v1", listing.Version.Id), (frozen.Label, frozen.Version.Id));
    }

    [Fact]
    public async Task A_trial_becomes_the_next_number_when_its_person_promotes_it()
    {
        var trial = await FreezeAsync(await _listings.OfDraftAsync(await AddAsync(await OpenAsync(), "Catocala relicta"), Token));
        var trials = new TaxaListTrials(_database.DataSource);
        var colleague = await _scenario.AddPersonAsync($"Colleague in {_scenario.Project.Name}");
        await _scenario.AddVersionAsync(_list, ["Actias luna"]);

        var refused = await trials.PromoteAsync(trial.Version.Id, colleague, null, Token);
        var promoted = await trials.PromoteAsync(trial.Version.Id, _scenario.Curator, "It stays", Token);
        var again = await trials.PromoteAsync(trial.Version.Id, _scenario.Curator, null, Token);

        Assert.Null(refused.Number);
        Assert.Contains("another person", refused.Refusal, StringComparison.Ordinal);
        Assert.Equal((3, null), (promoted.Number, promoted.Refusal));
        Assert.Equal(3, again.Number);
        var version = await VersionAsync(3);
        Assert.Equal((trial.Version.Id, null, "It stays"), (version.Id, version.TrialOfId, version.Note));
    }

    [Fact]
    public async Task A_trial_that_lists_what_the_newest_version_does_is_not_promoted()
    {
        var draft = await AddAsync(await OpenAsync(), "Catocala relicta");
        var trial = await FreezeAsync(await _listings.OfDraftAsync(draft, Token));
        await SaveAsync(draft);

        var promoted = await new TaxaListTrials(_database.DataSource).PromoteAsync(trial.Version.Id, _scenario.Curator, null, Token);

        Assert.Equal((null, "Nothing changed: v2 lists the same."), (promoted.Number, promoted.Refusal));
    }

    [Fact]
    public async Task A_species_that_is_listed_through_its_family_is_struck_by_listing_the_rest_of_it()
    {
        var (family, genus) = await AddFamilyAsync("Saturniidae", "Actias", "Actias luna", "Actias selene", "Samia cynthia");
        var draft = await OpenAsync();
        draft = await StepAsync(draft, await _edits.KeepDescendantsAsync(await _listings.OfDraftAsync(draft, Token), family, Token));
        var before = await _listings.OfDraftAsync(draft, Token);
        var luna = await _scenario.SpeciesAsync("Actias luna");

        var edit = ListingEdits.Strike(before, luna);
        var after = await _listings.OfDraftAsync(await StepAsync(draft, edit), Token);

        Assert.Contains("through Saturniidae", edit.Note, StringComparison.Ordinal);
        Assert.Equal(before.Taxa.Names.Except([luna]).Order(), after.Taxa.Names.Order());
        Assert.False(after.Taxa.Entries[genus]);
    }

    [Fact]
    public async Task A_taxon_is_struck_by_all_the_names_that_it_has_on_the_list()
    {
        var viceroy = await _scenario.SpeciesAsync("Limenitis arthemis");
        await using (var context = _database.CreateDbContext())
        {
            context.Add(new Taxon { Name = "Basilarchia arthemis", Rank = Rank.Species, AcceptedTaxonId = viceroy, Source = "test" });
            await context.SaveChangesAsync(Token);
        }

        var both = await _scenario.AddVersionAsync(_list, ["Limenitis arthemis", "Basilarchia arthemis"]);
        var draft = await _drafts.OpenAsync(_list.Id, both.Id, _scenario.Curator, Token);

        Assert.Equal(["-Basilarchia arthemis", "-Limenitis arthemis"], Chips(await StrikeAsync(draft, "Basilarchia arthemis")).Order());
    }

    [Fact]
    public async Task The_whole_genus_is_offered_with_the_number_of_species_that_it_adds()
    {
        var (family, genus) = await AddFamilyAsync("Saturniidae", "Actias", "Actias luna", "Actias selene", "Samia cynthia");
        var listing = await _listings.OfDraftAsync(await OpenAsync(), Token);

        var offered = ListingEdits.WholeTaxaAbove(listing, await _scenario.SpeciesAsync("Actias selene"));
        var kept = await _listings.OfDraftAsync(
            await StepAsync(listing.Draft!, await _edits.KeepDescendantsAsync(listing, genus, Token)), Token);

        Assert.Equal([(genus, 1), (family, 1)], offered.Select(whole => (whole.Taxon.Id, whole.Species)));
        Assert.Equal([family], ListingEdits.WholeTaxaAbove(kept, await _scenario.SpeciesAsync("Actias selene")).Select(whole => whole.Taxon.Id));
        Assert.Contains(await _scenario.SpeciesAsync("Actias selene"), kept.Taxa.Names);
    }

    [Fact]
    public async Task What_is_on_the_list_already_is_no_step()
    {
        var listing = await _listings.OfDraftAsync(await OpenAsync(), Token);

        Assert.Null(ListingEdits.Add(listing, await _scenario.SpeciesAsync("Actias luna")).Step);
        Assert.Null(ListingEdits.Strike(listing, await _scenario.SpeciesAsync("Catocala relicta")).Step);
    }

    [Fact]
    public async Task A_change_is_announced_to_the_other_tabs_of_the_person()
    {
        await using var listened = Announcements.ListenAsync(_database.DataSource, Token).GetAsyncEnumerator(Token);
        await listened.MoveNextAsync();

        await OpenAsync();

        Assert.True(await listened.MoveNextAsync());
        var news = Announcement.Parse(listened.Current!)!;
        Assert.True(news.Is(NewsSubject.Draft, _scenario.Curator.Id));
        Assert.True(news.BelongsTo(NewsSubject.TaxaList, _list.Id));
    }

    private async Task<(long Family, long Genus)> AddFamilyAsync(string family, string genus, params string[] species)
    {
        await using var context = _database.CreateDbContext();
        var above = await TaxonAsync(context, family, Rank.Family, null);
        var between = await TaxonAsync(context, genus, Rank.Genus, above.Id);
        foreach (var name in species)
        {
            var id = await _scenario.SpeciesAsync(name);
            (await context.Taxa.SingleAsync(taxon => taxon.Id == id, Token)).ParentId = name.StartsWith(genus, StringComparison.Ordinal) ? between.Id : above.Id;
        }

        await context.SaveChangesAsync(Token);
        return (above.Id, between.Id);
    }

    private static async Task<Taxon> TaxonAsync(AntennaDbContext context, string name, Rank rank, long? parentId)
    {
        if (await context.Taxa.SingleOrDefaultAsync(taxon => taxon.Name == name && taxon.Rank == rank, Token) is { } known)
            return known;
        var taxon = new Taxon { Name = name, Rank = rank, ParentId = parentId, Source = "test" };
        context.Add(taxon);
        await context.SaveChangesAsync(Token);
        return taxon;
    }

    private async Task<StoredDraft> OpenAsync() => await _drafts.OpenAsync(_list.Id, await NewestIdAsync(), _scenario.Curator, Token);

    private async Task<StoredDraft> AddAsync(StoredDraft draft, string species)
    {
        var taxon = await _scenario.SpeciesAsync(species);
        return await StepAsync(draft, ListingEdits.Add(await _listings.OfDraftAsync(draft, Token), taxon));
    }

    private async Task<StoredDraft> StrikeAsync(StoredDraft draft, string species)
    {
        var taxon = await _scenario.SpeciesAsync(species);
        return await StepAsync(draft, ListingEdits.Strike(await _listings.OfDraftAsync(draft, Token), taxon));
    }

    private async Task<StoredDraft> StepAsync(StoredDraft draft, ListingEdit edit)
    {
        var outcome = await _drafts.StepAsync(draft, edit.Step!, Token);
        Assert.Null(outcome.Refusal);
        return outcome.Draft!;
    }

    private Task<DraftSave> SaveAsync(StoredDraft draft, string? note = null) =>
        _saving.SaveAsync(draft, note, mergedWith: null, new Dictionary<string, MergeSide>(), Token);

    private async Task<Listing> FreezeAsync(Listing listing)
    {
        await using var connection = await _database.DataSource.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        var frozen = await listing.FreezeAsync(connection, _scenario.Curator, Scenario.Night, Token);
        await transaction.CommitAsync(Token);
        return frozen;
    }

    private async Task<long> NewestIdAsync()
    {
        await using var context = _database.CreateDbContext();
        return await context.TaxaListVersions.NewestOffered(_list.Id).Select(version => version.Id).SingleAsync(Token);
    }

    private async Task<TaxaListVersion> VersionAsync(int number)
    {
        await using var context = _database.CreateDbContext();
        return await context.TaxaListVersions.AsNoTracking().SingleAsync(version => version.TaxaListId == _list.Id && version.Number == number, Token);
    }

    private async Task<TaxaListVersion> VersionOfAsync(long id)
    {
        await using var context = _database.CreateDbContext();
        return await context.TaxaListVersions.AsNoTracking().SingleAsync(version => version.Id == id, Token);
    }

    private async Task<IReadOnlyList<string>> ListedAsync(StoredDraft draft) => await ListedAsync(await _listings.OfDraftAsync(draft, Token));

    private static Task<IReadOnlyList<string>> ListedAsync(Listing listing) =>
        Task.FromResult<IReadOnlyList<string>>([.. listing.Taxa.Names.Select(id => listing.Taxonomy.NameOf(id)!.Name).Order(StringComparer.Ordinal)]);

    private static IReadOnlyList<string> Chips(StoredDraft draft) =>
        [.. draft.Content.Changes.Select(change => $"{(change.IsAdded ? "+" : change.IsRemoved ? "-" : "=")}{change.Name.Name}")];

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
