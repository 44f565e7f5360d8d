using Antenna.Core.TaxaLists;
using Antenna.Core.Taxonomy;
using Antenna.Data.News;
using Antenna.Data.TaxaLists;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.TaxaLists;

public sealed class TaxaListDraftsTests(TestDatabase database) : TaxaListDraftBench(database), IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_draft_is_read_back_as_it_was_made_undone_and_redone()
    {
        var draft = await OpenAsync();
        draft = await AddAsync(draft, "Catocala relicta");
        draft = await StrikeAsync(draft, "Samia cynthia");
        draft = await AddAsync(draft, "Hyalophora cecropia");
        draft = (await Drafts.UndoAsync(draft, Token)).Draft!;
        draft = (await Drafts.UndoAsync(draft, Token)).Draft!;
        draft = (await Drafts.RedoAsync(draft, Token)).Draft!;

        var found = await Drafts.FindAsync(List.Id, Scenario.Curator.Id, Token);

        Assert.Equal("Vermont moths v1 + 2 changes", found!.Label);
        Assert.Equal(["+Catocala relicta", "-Samia cynthia"], Chips(found));
        Assert.Equal((2, 3, draft.Revision), (found.Content.Position, found.Content.Steps.Count, found.Revision));
        Assert.Equal(["Actias luna", "Catocala relicta"], await ListedAsync(found));
    }

    [Fact]
    public async Task A_person_has_one_draft_of_a_list_however_often_it_is_opened()
    {
        var draft = await AddAsync(await OpenAsync(), "Catocala relicta");
        var newer = await Scenario.AddVersionAsync(List, ["Actias luna"]);

        var again = await Drafts.OpenAsync(List.Id, newer.Id, Scenario.Curator, Token);
        var colleague = await Scenario.AddPersonAsync($"Colleague in {Scenario.Project.Name}");

        Assert.Equal((draft.Id, 1), (again.Id, again.Base.Number));
        Assert.NotEqual(draft.Id, (await Drafts.OpenAsync(List.Id, newer.Id, colleague, Token)).Id);
        Assert.Equal([List.Id], await Drafts.ListsAsync(Scenario.Curator.Id, Token));
    }

    [Fact]
    public async Task A_new_step_drops_those_that_were_undone()
    {
        var draft = await AddAsync(await OpenAsync(), "Catocala relicta");
        draft = (await Drafts.UndoAsync(draft, Token)).Draft!;
        draft = await AddAsync(draft, "Hyalophora cecropia");

        Assert.Equal(["+Hyalophora cecropia"], Chips(draft));
        Assert.Single(draft.Content.Steps);
        Assert.False((await Drafts.RedoAsync(draft, Token)).Draft!.Content.CanRedo);
    }

    [Fact]
    public async Task One_change_is_undone_without_the_later_ones()
    {
        var draft = await AddAsync(await OpenAsync(), "Catocala relicta");
        draft = await AddAsync(draft, "Hyalophora cecropia");

        var restored = (await Drafts.RestoreAsync(draft, [draft.Content.Changes[0].Key], Token)).Draft!;

        Assert.Equal(["+Hyalophora cecropia"], Chips(restored));
        Assert.Equal(Chips(draft), Chips((await Drafts.UndoAsync(restored, Token)).Draft!));
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
    public async Task What_a_node_wrote_it_reads_by_one_statement_until_another_node_changes_it()
    {
        await using var counted = new CountedStatements(Database.ConnectionString);
        using var node = new TaxaListDrafts(counted.DataSource, TimeProvider.System);
        var draft = (await node.StepAsync(await OpenAsync(), new(DraftStepKind.Remove, ["Actias luna"], [new("actias luna", null)]), Token)).Draft!;

        counted.Clear();
        var known = await node.FindAsync(List.Id, Scenario.Curator.Id, Token);
        Assert.Single(counted.Statements);
        await StrikeAsync(draft, "Samia cynthia");
        var changed = await node.FindAsync(List.Id, Scenario.Curator.Id, Token);

        Assert.Equal(["-Actias luna"], Chips(known!));
        Assert.Equal(["-Actias luna", "-Samia cynthia"], Chips(changed!));
    }

    [Fact]
    public async Task A_step_that_makes_something_else_of_what_another_tab_changed_is_not_made_and_an_undo_neither()
    {
        var draft = await AddAsync(await OpenAsync(), "Catocala relicta");
        var name = draft.Content.Changes[0].After!;
        await Drafts.StepAsync(draft, new(DraftStepKind.KeepDescendants, [name.Name], [new(name.Key, name with { IncludeDescendants = true })]), Token);

        var step = await Drafts.StepAsync(draft, new(DraftStepKind.Remove, [name.Name], [new(name.Key, null)]), Token);
        var undo = await Drafts.UndoAsync(draft, Token);

        Assert.Equal((DraftRefusal.ChangedMeanwhile, DraftRefusal.ChangedMeanwhile), (step.Refusal, undo.Refusal));
        Assert.True(Assert.Single(step.Draft!.Content.Changes).After!.IncludeDescendants);
    }

    [Fact]
    public async Task What_was_discarded_in_another_tab_is_gone_for_this_one()
    {
        var draft = await AddAsync(await OpenAsync(), "Catocala relicta");
        Assert.Null((await Drafts.DiscardAsync(draft, Token)).Refusal);

        Assert.Equal(new(null, DraftRefusal.Gone), await Drafts.UndoAsync(draft, Token));
        Assert.Null(await Drafts.FindAsync(List.Id, Scenario.Curator.Id, Token));
    }

    [Fact]
    public async Task A_draft_that_is_saved_is_the_version_that_is_read_back()
    {
        var draft = await StrikeAsync(await AddAsync(await OpenAsync(), "Catocala relicta"), "Samia cynthia");
        var drafted = await Listings.OfDraftAsync(draft, Token);

        var saved = await SaveAsync(draft, "Seen twice");

        Assert.Equal((2, null, null), (saved.Number, saved.Merge, saved.Refusal));
        var version = await VersionAsync(2);
        var stored = await Listings.OfVersionAsync(List, version, Token);
        Assert.Equal(("Seen twice", Scenario.Curator.Id, 2), (version.Note, version.AuthorId, version.EntryCount));
        Assert.Equal(drafted.Taxa.Names.Order(), stored.Taxa.Names.Order());
        Assert.Null(await Drafts.FindAsync(List.Id, Scenario.Curator.Id, Token));
    }

    [Fact]
    public async Task Saving_what_the_newest_version_lists_is_refused_and_the_draft_stays()
    {
        await SaveAsync(await AddAsync(await OpenAsync(), "Catocala relicta"));
        var draft = await StrikeAsync(await AddAsync(await OpenAsync(), "Hyalophora cecropia"), "Hyalophora cecropia");

        var saved = await SaveAsync(draft);

        Assert.Equal((null, "Nothing changed: v2 lists the same."), (saved.Number, saved.Refusal));
        Assert.NotNull(await Drafts.FindAsync(List.Id, Scenario.Curator.Id, Token));
    }

    [Fact]
    public async Task The_second_to_save_sees_what_the_first_changed_and_merges()
    {
        var colleague = await Scenario.AddPersonAsync($"Colleague in {Scenario.Project.Name}");
        var mine = await StrikeAsync(await AddAsync(await OpenAsync(), "Catocala relicta"), "Samia cynthia");
        var theirs = await AddAsync(await Drafts.OpenAsync(List.Id, (await VersionAsync(1)).Id, colleague, Token), "Hyalophora cecropia");
        Assert.Equal(2, (await SaveAsync(theirs, "Theirs")).Number);

        var first = await SaveAsync(mine);
        var merged = await Saving.SaveAsync(mine, "Mine", first.Merge!.NewestId, new Dictionary<string, MergeSide>(), Token);

        Assert.Equal((2, colleague.Name, "Theirs"), (first.Merge.Newest, first.Merge.SavedBy, first.Merge.Note));
        Assert.Equal(["Hyalophora cecropia"], first.Merge.Merge.TheirChanges.Select(change => change.Name.Name));
        Assert.Empty(first.Merge.Merge.Conflicts);
        Assert.Equal(3, merged.Number);
        Assert.Equal(["Actias luna", "Catocala relicta", "Hyalophora cecropia"], await ListedAsync(await Listings.OfVersionAsync(List, await VersionAsync(3), Token)));
    }

    [Fact]
    public async Task A_conflict_is_merged_only_by_a_choice()
    {
        var colleague = await Scenario.AddPersonAsync($"Colleague in {Scenario.Project.Name}");
        var mine = await StrikeAsync(await OpenAsync(), "Samia cynthia");
        var theirs = await Drafts.OpenAsync(List.Id, (await VersionAsync(1)).Id, colleague, Token);
        var kept = new ListedName("Samia cynthia", Rank.Species) { IncludeDescendants = true };
        theirs = (await Drafts.StepAsync(theirs, new(DraftStepKind.KeepDescendants, [kept.Name], [new(kept.Key, kept)]), Token)).Draft!;
        await SaveAsync(theirs);

        var asked = await SaveAsync(mine);
        var again = await Saving.SaveAsync(mine, null, asked.Merge!.NewestId, new Dictionary<string, MergeSide>(), Token);
        var conflict = Assert.Single(again.Merge!.Merge.Conflicts);
        var merged = await Saving.SaveAsync(
            mine, null, asked.Merge.NewestId, new Dictionary<string, MergeSide> { [conflict.Key] = MergeSide.Mine }, Token);

        Assert.Equal(3, merged.Number);
        Assert.Equal(["Actias luna"], await ListedAsync(await Listings.OfVersionAsync(List, await VersionAsync(3), Token)));
    }

    [Fact]
    public async Task A_change_is_announced_to_the_other_tabs_of_the_person()
    {
        await using var listened = Announcements.ListenAsync(Database.DataSource, Token).GetAsyncEnumerator(Token);
        await listened.MoveNextAsync();

        await OpenAsync();

        Assert.True(await listened.MoveNextAsync());
        var news = Announcement.Parse(listened.Current!)!;
        Assert.True(news.Is(NewsSubject.Draft, Scenario.Curator.Id));
        Assert.True(news.BelongsTo(NewsSubject.TaxaList, List.Id));
    }
}
