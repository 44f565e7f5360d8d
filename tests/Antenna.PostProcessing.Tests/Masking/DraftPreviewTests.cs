using Antenna.Core.TaxaLists;
using Antenna.Data.TaxaLists;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Tasks;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.PostProcessing.Tests.Masking;

public sealed class DraftPreviewTests(RunBench bench) : IClassFixture<RunBench>
{
    private const int Animals = 6;
    private const int StepsOnEach = 4;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_preview_from_a_draft_is_the_preview_from_the_version_that_it_is_saved_as(int seed)
    {
        var random = new Random(seed);
        var made = await RandomScenario.CreateAsync(await bench.NewScenarioAsync(), random);
        var curator = made.Scenario.Curator;
        for (var number = 0; number < Animals; number++)
        {
            var animal = await made.AddAnimalAsync();
            var workbench = (await bench.Service<MaskWorkbenches>().OpenAsync(animal.Id, curator, Token))!;
            var draft = await DraftAsync(made, random);
            var settings = MaskSettings.Default.WithDraft(made.List.Id) with { Options = made.Options() };
            var drafted = await workbench.TryAsync(settings, Token);

            var saved = await bench.Service<TaxaListDraftSaving>().SaveAsync(draft, null, null, new Dictionary<string, MergeSide>(), Token);
            if (saved.Number is null)
            {
                await bench.Service<TaxaListDrafts>().DiscardAsync(draft, Token);
                continue;
            }

            var stored = await workbench.TryAsync(settings.WithVersion(made.List.Id, saved.Number), Token);

            AssertSame(drafted, stored);
        }
    }

    [Fact]
    public async Task Each_step_of_a_draft_is_seen_by_a_workbench_that_is_open()
    {
        var (scenario, list, animal, draft) = await NewDraftAsync();
        var workbench = (await bench.Service<MaskWorkbenches>().OpenAsync(animal.Id, scenario.Curator, Token))!;
        var settings = MaskSettings.Default.WithDraft(list.Id);
        Assert.Equal("Samia cynthia", (await workbench.TryAsync(settings, Token)).Preview!.After.Taxon!.Name);

        var undone = (await bench.Service<TaxaListDrafts>().UndoAsync(draft, Token)).Draft!;
        Assert.Equal("Actias luna", (await workbench.TryAsync(settings, Token)).Preview!.After.Taxon!.Name);
        await bench.Service<TaxaListDrafts>().RedoAsync(undone, Token);
        var again = await workbench.TryAsync(settings, Token);

        Assert.Equal("Samia cynthia", again.Preview!.After.Taxon!.Name);
        Assert.Equal("Vermont moths v1 + 1 change", again.Preview.TaxaList.Label);
    }

    [Fact]
    public async Task Where_there_is_a_draft_it_is_what_is_tried_unless_a_version_is_chosen()
    {
        var (scenario, list, animal, _) = await NewDraftAsync();
        var workbench = (await bench.Service<MaskWorkbenches>().OpenAsync(animal.Id, scenario.Curator, Token))!;

        Assert.True((await workbench.TryAsync(MaskSettings.Default, Token)).List.UsesDraft);
        Assert.Equal(1, (await workbench.TryAsync(MaskSettings.Default.WithVersion(list.Id, 1), Token)).Version);
    }

    [Fact]
    public async Task A_launch_from_a_draft_refers_to_a_trial_that_lists_what_was_looked_at()
    {
        var (scenario, list, animal, draft) = await NewDraftAsync();
        var workbench = (await bench.Service<MaskWorkbenches>().OpenAsync(animal.Id, scenario.Curator, Token))!;
        var view = await workbench.TryAsync(MaskSettings.Default.WithDraft(list.Id), Token);

        var run = await bench.RunAsync(view.Request!, scenario.Curator);

        Assert.Equal(view.Preview!.Counters, run.Counters);
        await using var context = bench.CreateContext();
        var stored = await context.Runs.SingleAsync(each => each.Id == run.RunId, Token);
        var trial = await context.TaxaListVersions.SingleAsync(version => version.Id == stored.TaxaListVersionId, Token);
        Assert.Equal((null, scenario.Curator.Id, draft.Base.Id, 1), (trial.Number, trial.TrialOfId, trial.BaseVersionId, trial.ChangeCount));
        var row = await bench.Service<Data.Runs.RunHistory>().FindRowAsync(run.RunId, Token);
        Assert.Equal("Vermont moths v1 + 1 change, trial", row!.TaxaList!.Label);
        Assert.Equal(trial.Id, FrozenMask.Parse(stored.Settings).ToSettings(200).TrialId);
        Assert.NotNull(await bench.Service<TaxaListDrafts>().FindAsync(list.Id, scenario.Curator.Id, Token));
    }

    [Fact]
    public async Task What_was_written_under_a_trial_counts_under_the_version_that_it_is_promoted_to()
    {
        var (scenario, list, animal, _) = await NewDraftAsync();
        var workbench = (await bench.Service<MaskWorkbenches>().OpenAsync(animal.Id, scenario.Curator, Token))!;
        var view = await workbench.TryAsync(MaskSettings.Default.WithDraft(list.Id), Token);
        var tried = await bench.RunAsync(view.Request!, scenario.Curator);
        await using var context = bench.CreateContext();
        var trialId = await context.Runs.Where(run => run.Id == tried.RunId).Select(run => run.TaxaListVersionId!.Value).SingleAsync(Token);
        var rows = await context.Classifications.CountAsync(Token);

        var promoted = await bench.Service<TaxaListTrials>().PromoteAsync(trialId, scenario.Curator, 1, "It fits", Token);
        var again = await bench.RunAsync(
            view.Request! with { Settings = view.Request.Settings.WithVersion(list.Id, promoted.Number) }, scenario.Curator);

        Assert.Equal(2, promoted.Number);
        Assert.Equal((1, 1), (tried.Counters.Masked, again.Counters.Unchanged));
        Assert.Equal(rows, await context.Classifications.CountAsync(Token));
    }

    [Fact]
    public async Task A_draft_that_another_tab_changed_is_not_launched_as_if_it_had_been_looked_at()
    {
        var (scenario, list, animal, draft) = await NewDraftAsync();
        var workbench = (await bench.Service<MaskWorkbenches>().OpenAsync(animal.Id, scenario.Curator, Token))!;
        var view = await workbench.TryAsync(MaskSettings.Default.WithDraft(list.Id), Token);
        await bench.Service<TaxaListDrafts>().UndoAsync(draft, Token);

        var refused = await Assert.ThrowsAsync<LaunchRefusedException>(() => bench.LaunchAsync(view.Request!, scenario.Curator));

        Assert.Contains("changed meanwhile", refused.Message, StringComparison.Ordinal);
        await using var context = bench.CreateContext();
        Assert.False(await context.TaxaListVersions.AnyAsync(version => version.TaxaListId == list.Id && version.Number == null, Token));
    }

    /// <summary>Whose names are resolved by the taxonomy, which must not change in between.</summary>
    [Fact]
    public async Task A_launch_from_a_draft_that_waits_for_an_import_of_taxa_keeps_no_other_launch_waiting()
    {
        var (scenario, list, animal, _) = await NewDraftAsync();
        var workbench = (await bench.Service<MaskWorkbenches>().OpenAsync(animal.Id, scenario.Curator, Token))!;
        var drafted = await workbench.TryAsync(MaskSettings.Default.WithDraft(list.Id), Token);
        var stored = await workbench.TryAsync(MaskSettings.Default.WithVersion(list.Id, 1), Token);
        await using var import = await ImportTaxaAsync();
        var waiting = bench.LaunchAsync(drafted.Request!, scenario.Curator);
        await import.IsWaitedForAsync();

        // Which each launch takes, until it is committed.
        await using var free = bench.DataSource.CreateCommand("select pg_try_advisory_xact_lock(7401553013)");
        Assert.Equal(true, await free.ExecuteScalarAsync(Token));
        Assert.Single(await bench.LaunchAsync(stored.Request!, scenario.Curator));

        // Which of both it does is a matter of how long that took: it waits for some seconds.
        await import.DisposeAsync();
        if (await Record.ExceptionAsync(() => waiting) is { } refused)
            Assert.IsType<LaunchRefusedException>(refused);
    }

    [Fact]
    public async Task A_launch_from_a_draft_that_would_wait_long_for_an_import_of_taxa_is_refused_with_its_name()
    {
        var (scenario, list, animal, _) = await NewDraftAsync();
        var workbench = (await bench.Service<MaskWorkbenches>().OpenAsync(animal.Id, scenario.Curator, Token))!;
        var view = await workbench.TryAsync(MaskSettings.Default.WithDraft(list.Id), Token);
        await bench.ExecuteSqlAsync(
            $"""
            insert into imports (kind, source, "order", state, requested_by_id, created_at, is_scheduled, attempt)
            values ('Taxa', 'taxa.csv', '{"{}"}', 'Running', {scenario.Curator.Id}, now(), true, 1)
            """);
        await using var import = await ImportTaxaAsync();

        var refused = await Assert.ThrowsAsync<LaunchRefusedException>(() => bench.LaunchAsync(view.Request!, scenario.Curator));

        Assert.Equal("taxa-list", Assert.Single(refused.Problems).Field);
        Assert.Matches(@"^Import \d+ of taxa \(taxa\.csv\) is under way", refused.Message);
        await using var context = bench.CreateContext();
        Assert.False(await context.TaxaListVersions.AnyAsync(version => version.TaxaListId == list.Id && version.Number == null, Token));
    }

    [Theory]
    [InlineData("7", 7L, null, null, false)]
    [InlineData("7@2", 7L, 2, null, false)]
    [InlineData("7@trial-9", 7L, null, 9L, false)]
    [InlineData("7@draft", 7L, null, null, true)]
    public void A_list_is_written_with_its_version_its_trial_or_the_draft_and_read_back(string text, long list, int? version, long? trial, bool draft)
    {
        var settings = MaskFields.Parse(TaskValues.Empty.With(MaskFields.TaxaList.Key, text), []);

        Assert.Equal((list, version, trial, draft), (settings.TaxaListId, settings.TaxaListVersion, settings.TrialId, settings.UsesDraft));
        Assert.Equal(text, MaskFields.Write(settings)[MaskFields.TaxaList]);
    }

    /// <summary>Holds what an import of taxa holds until it is committed.</summary>
    private Task<HeldLock> ImportTaxaAsync() => HeldLock.TakeAsync(bench.ConnectionString, "select pg_advisory_xact_lock(x'414E5401'::int, hashtext('import of taxa'))");

    /// <summary>An animal that is Actias luna by its list, and Samia cynthia by a draft that adds that.</summary>
    private async Task<(Scenario Scenario, Data.Model.TaxaList List, ScenarioOccurrence Animal, StoredDraft Draft)> NewDraftAsync()
    {
        var scenario = await bench.NewScenarioAsync();
        var classifier = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia", "Hyalophora cecropia");
        var animal = await scenario.AddOccurrenceAsync(classifier.Says(1, 5, 9));
        var list = await scenario.AddListAsync();
        var version = await scenario.AddVersionAsync(list, ["Actias luna"]);
        var draft = await bench.Service<TaxaListDrafts>().OpenAsync(list.Id, version.Id, scenario.Curator, Token);
        var edit = ListingEdits.Add(await bench.Service<Listings>().OfDraftAsync(draft, Token), await scenario.SpeciesAsync("Samia cynthia"));
        return (scenario, list, animal, (await bench.Service<TaxaListDrafts>().StepAsync(draft, edit.Step!, Token)).Draft!);
    }

    private async Task<StoredDraft> DraftAsync(RandomScenario made, Random random)
    {
        var drafts = bench.Service<TaxaListDrafts>();
        await using var context = bench.CreateContext();
        var newest = await context.TaxaListVersions.NewestOffered(made.List.Id).Select(version => version.Id).SingleAsync(Token);
        var draft = await drafts.OpenAsync(made.List.Id, newest, made.Scenario.Curator, Token);
        for (var step = 0; step < StepsOnEach; step++)
        {
            var listing = await bench.Service<Listings>().OfDraftAsync(draft, Token);
            var taxon = await made.Scenario.SpeciesAsync(made.Species[random.Next(made.Species.Count)]);
            var edit = listing.Taxa.Contains(taxon) ? ListingEdits.Strike(listing, taxon) : ListingEdits.Add(listing, taxon);
            draft = (await drafts.StepAsync(draft, edit.Step!, Token)).Draft!;
            if (random.Next(3) == 0)
                draft = (await drafts.UndoAsync(draft, Token)).Draft!;
        }

        return draft;
    }

    private static void AssertSame(WorkbenchView drafted, WorkbenchView stored)
    {
        Assert.Equal((drafted.Preview is null, drafted.Request is null), (stored.Preview is null, stored.Request is null));
        if (drafted.Preview is not { } one || stored.Preview is not { } other)
            return;
        Assert.Equal(one.Counters, other.Counters);
        Assert.Equal((one.Before, one.After, one.ListedClasses), (other.Before, other.After, other.ListedClasses));
        Assert.Equal(drafted.Kept!.Hash, stored.Kept!.Hash);
        Assert.Equal(
            one.Rows.Select(row => (row.DetectionId, row.Effect, row.Due, row.Prediction?.Masked?.Winner, row.Prediction?.Masked?.Masses)),
            other.Rows.Select(row => (row.DetectionId, row.Effect, row.Due, row.Prediction?.Masked?.Winner, row.Prediction?.Masked?.Masses)));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
