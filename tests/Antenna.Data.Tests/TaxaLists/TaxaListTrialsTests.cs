using Antenna.Data.Model;
using Antenna.Data.TaxaLists;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.TaxaLists;

/// <summary>Drafts that are frozen, and trials that are promoted.</summary>
public sealed class TaxaListTrialsTests(TestDatabase database) : TaxaListDraftBench(database), IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_draft_frozen_twice_is_one_trial_which_lists_the_same_and_is_offered_to_nobody_else()
    {
        var draft = await StrikeAsync(await AddAsync(await OpenAsync(), "Catocala relicta"), "Samia cynthia");
        var listing = await Listings.OfDraftAsync(draft, Token);

        var first = await FreezeAsync(listing);
        var second = await FreezeAsync(await Listings.OfDraftAsync(draft, Token));

        Assert.Equal("Vermont moths v1 + 2 changes, trial", first.Label);
        Assert.Equal(first.Version.Id, second.Version.Id);
        var stored = await Listings.OfVersionAsync(List, await VersionOfAsync(first.Version.Id), Token);
        Assert.Equal(first.Label, stored.Label);
        Assert.Equal(listing.Taxa.Names.Order(), stored.Taxa.Names.Order());
        await using var context = Database.CreateDbContext();
        var versions = context.TaxaListVersions.Where(version => version.TaxaListId == List.Id);
        Assert.Single(await versions.Offered().ToListAsync(Token));
        Assert.Single(await versions.OfferedTo(null).ToListAsync(Token));
        Assert.NotNull(await Drafts.FindAsync(List.Id, Scenario.Curator.Id, Token));
    }

    [Fact]
    public async Task A_draft_without_changes_is_its_version_and_makes_no_trial()
    {
        var listing = await Listings.OfDraftAsync(await OpenAsync(), Token);

        var frozen = await FreezeAsync(listing);

        Assert.Equal(("Vermont moths v1", listing.Version.Id), (frozen.Label, frozen.Version.Id));
    }

    [Fact]
    public async Task A_trial_becomes_the_next_number_when_its_person_promotes_it()
    {
        var trial = await FreezeAsync(await Listings.OfDraftAsync(await AddAsync(await OpenAsync(), "Catocala relicta"), Token));
        var trials = new TaxaListTrials(Database.DataSource);
        var colleague = await Scenario.AddPersonAsync($"Colleague in {Scenario.Project.Name}");
        await Scenario.AddVersionAsync(List, ["Actias luna"]);

        var refused = await trials.PromoteAsync(trial.Version.Id, colleague, 2, null, Token);
        var unseen = await trials.PromoteAsync(trial.Version.Id, Scenario.Curator, 1, "It stays", Token);
        var promoted = await trials.PromoteAsync(trial.Version.Id, Scenario.Curator, 2, "It stays", Token);
        var again = await trials.PromoteAsync(trial.Version.Id, Scenario.Curator, 3, null, Token);

        Assert.Null(refused.Number);
        Assert.Contains("another person", refused.Refusal, StringComparison.Ordinal);
        Assert.Null(unseen.Number);
        Assert.Contains("v2 was saved meanwhile", unseen.Refusal, StringComparison.Ordinal);
        Assert.Equal((3, null), (promoted.Number, promoted.Refusal));
        Assert.Equal(3, again.Number);
        var version = await VersionAsync(3);
        Assert.Equal((trial.Version.Id, null, "It stays"), (version.Id, version.TrialOfId, version.Note));
    }

    [Fact]
    public async Task A_trial_that_lists_what_the_newest_version_does_is_not_promoted()
    {
        var draft = await AddAsync(await OpenAsync(), "Catocala relicta");
        var trial = await FreezeAsync(await Listings.OfDraftAsync(draft, Token));
        await SaveAsync(draft);

        var promoted = await new TaxaListTrials(Database.DataSource).PromoteAsync(trial.Version.Id, Scenario.Curator, 2, null, Token);

        Assert.Equal((null, "Nothing changed: v2 lists the same."), (promoted.Number, promoted.Refusal));
    }

    private async Task<Listing> FreezeAsync(Listing listing)
    {
        await using var connection = await Database.DataSource.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        var frozen = await listing.FreezeAsync(connection, Scenario.Curator, Scenario.Night, Token);
        await transaction.CommitAsync(Token);
        return frozen;
    }

    private async Task<TaxaListVersion> VersionOfAsync(long id)
    {
        await using var context = Database.CreateDbContext();
        return await context.TaxaListVersions.AsNoTracking().SingleAsync(version => version.Id == id, Token);
    }
}
