using Antenna.Core.Predictions;
using Antenna.Data.Occurrences;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Masking.Impacts;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tests.Runs;
using Xunit;

namespace Antenna.PostProcessing.Tests.Masking.Impacts;

/// <summary>What an impact says of random projects, against the run and against the rules worked out class by class.</summary>
public sealed class ImpactEqualsRunTests(RunBench bench) : IClassFixture<RunBench>
{
    private const int Animals = 30;
    private const int Masks = 3;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task An_impact_counts_what_the_dry_run_counts_and_the_run_then_does(int seed)
    {
        var random = new Random(seed);
        var made = await ScenarioAsync(random);
        var (additions, compared) = (0, 0L);
        for (var mask = 0; mask < Masks; mask++)
        {
            var request = AnyRequest(made, random);
            var plan = Assert.Single(await bench.Service<MaskPlanner>().PlanAsync(request, made.Scenario.Curator, Token));
            var told = new List<Impact>();
            var impact = await bench.Service<ImpactPasses>().CountAsync(plan, new Told(told), Token);
            var dry = await bench.Service<RunDryRun>().CountAsync(plan, null, Token);
            var rows = await NaiveRow.ReadAsync(bench, plan);

            Assert.True(impact.IsComplete);
            Assert.NotEmpty(told);
            Assert.Equal((dry.Counters, dry.OccurrencesUpdated), (impact.Counts.Counters, impact.Counts.OccurrencesUpdated));
            await AssertListsAsync(plan, impact);
            AssertMasses(plan, impact, rows);
            AssertAdditions(plan, impact, rows);
            AssertTakings(plan, impact, rows);
            (additions, compared) = (additions + impact.Additions.Count, compared + impact.Evidence.Compared);

            var run = await bench.RunAsync(request, made.Scenario.Curator);
            Assert.Equal((run.Counters, run.OccurrencesUpdated), (impact.Counts.Counters, impact.Counts.OccurrencesUpdated));
            var changes = await bench.Service<RunHistory>().ChangesAsync(run.RunId, int.MaxValue, Token);
            Assert.Equal(
                changes.Transitions.Select(each => (each.From?.Id, each.To?.Id, each.Occurrences)),
                impact.Transitions.Select(each => (each.From?.Id, each.To?.Id, each.Occurrences)));
            await AssertTaxaAsync(plan, impact);

            // Of what the run did there is nothing more to do, and it may still have taken the same.
            var after = await bench.Service<ImpactPasses>().CountAsync(plan, null, Token);
            Assert.Equal((0, 0, 0), (after.Counts.Counters.Masked, after.Counts.Counters.Restored, after.Counts.OccurrencesUpdated));
            Assert.Empty(after.Transitions);
            Assert.Equal(impact.Additions, after.Additions);
            Assert.Equal(impact.Takings.Select(each => (each.Taxon?.Id, each.Takes)).Order(), after.Takings.Select(each => (each.Taxon?.Id, each.Takes)).Order());
        }

        Assert.True(additions + (int)compared > 20, $"Only {additions} suggestions and {compared} identifications were compared.");
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task Adding_a_suggested_species_changes_precisely_the_predictions_that_were_promised(int seed)
    {
        var random = new Random(seed);
        var made = await ScenarioAsync(random);
        var classifier = made.Classifiers[0];
        var list = await made.Scenario.AddListAsync("To be added to");
        string[] listed = [.. classifier.Map.Where(label => label.TaxonId is not null).Select(label => label.Label).Where(_ => random.Next(2) == 0)];
        await made.Scenario.AddVersionAsync(list, listed);
        var request = made.Scenario.Mask(list, classifier);
        var plan = Assert.Single(await bench.Service<MaskPlanner>().PlanAsync(request, made.Scenario.Curator, Token));
        var impact = await bench.Service<ImpactPasses>().CountAsync(plan, null, Token);
        await bench.RunAsync(request, made.Scenario.Curator);
        var before = await WinnersAsync(plan);

        Assert.NotEmpty(impact.Additions);
        foreach (var addition in impact.Additions.Take(3))
        {
            await made.Scenario.AddVersionAsync(list, [.. listed, addition.Taxon.Name]);
            await bench.RunAsync(request, made.Scenario.Curator);

            var after = await WinnersAsync(plan);
            var changed = after.Where(row => row.Value != before[row.Key]).ToList();
            Assert.Equal(addition.Wins, changed.Count);
            Assert.All(changed, row => Assert.Equal(addition.Taxon.Id, row.Value));
        }
    }

    /// <summary>Every number, against the occurrences that are shown for it.</summary>
    private async Task AssertListsAsync(MaskPlan plan, Impact impact)
    {
        var passes = bench.Service<ImpactPasses>();
        async Task<long> ShownAsync(ImpactFilter filter)
        {
            var ids = await passes.FindAsync(plan, ImpactFilter.Parse(filter.ToString())!, 0, Token).Select(occurrence => occurrence.OccurrenceId).ToListAsync(Token);
            Assert.Equal(ids.Order().Distinct(), ids);
            return ids.Count;
        }

        foreach (var each in impact.Transitions.Take(3))
            Assert.Equal(each.Occurrences, await ShownAsync(new(ImpactFigure.Transition, each.From?.Id, each.To?.Id)));
        Assert.Equal(impact.Counts.OccurrencesUpdated, await ShownAsync(new(ImpactFigure.Changes)));
        Assert.Equal(impact.Evidence.Fixed, await ShownAsync(new(ImpactFigure.Fixed)));
        Assert.Equal(impact.Evidence.Broken, await ShownAsync(new(ImpactFigure.Broken)));
        Assert.Equal(impact.Evidence.StaysRight, await ShownAsync(new(ImpactFigure.StaysRight)));
        Assert.Equal(impact.Evidence.StaysWrong, await ShownAsync(new(ImpactFigure.StaysWrong)));
        Assert.Equal(impact.Evidence.RightBefore.Count, await ShownAsync(new(ImpactFigure.RightBefore)));
        Assert.Equal(impact.Evidence.Compared, await ShownAsync(new(ImpactFigure.Compared)));
        foreach (var each in impact.EvidenceByTaxon.Take(2))
        {
            Assert.Equal(each.Counts.StaysWrong, await ShownAsync(new(ImpactFigure.StaysWrong, each.Taxon.Id)));
            Assert.Equal(each.Counts.RightAfter.Count, await ShownAsync(new(ImpactFigure.RightAfter, each.Taxon.Id)));
            Assert.Equal(each.Counts.Compared, await ShownAsync(new(ImpactFigure.Compared, each.Taxon.Id)));
        }

        foreach (var each in impact.Taxa!.Take(4))
        {
            Assert.Equal(each.Before, await ShownAsync(new(ImpactFigure.Before, each.Taxon.Id)));
            Assert.Equal(each.After, await ShownAsync(new(ImpactFigure.After, To: each.Taxon.Id)));
        }

        Assert.Equal(impact.Evidence.Compared, impact.EvidenceByTaxon.Sum(each => each.Counts.Compared));
        Assert.Equal(impact.Warnings.VerifiedAgainst, await ShownAsync(new(ImpactFigure.VerifiedAgainst)));
        Assert.Equal(impact.Warnings.DecidedByAnother, await ShownAsync(new(ImpactFigure.DecidedByAnother)));
        Assert.Equal(impact.Warnings.RollUpReplaced, await ShownAsync(new(ImpactFigure.RollUpReplaced)));
        Assert.Equal(impact.Warnings.Unresolved, await ShownAsync(new(ImpactFigure.Unresolved)));
        foreach (var (taxon, occurrences) in impact.Warnings.Excluded!.Concat(impact.Warnings.UnnameableConfirmed!))
        {
            var filter = new OccurrenceFilter { CaptureSetId = plan.Scope.CaptureSetId, TaxonId = taxon.Id, IsTaxonAlone = true, Verified = true };
            var page = await bench.Service<OccurrenceList>().ReadAsync(filter, OccurrenceOrder.Newest, OccurrenceList.LargestPage, null, Token);
            Assert.Equal(occurrences, page.Items.Count);
        }

        foreach (var each in impact.Additions.Where(each => each.Confirmed > 0).Take(2))
            Assert.Equal(each.Confirmed, await ShownAsync(new(ImpactFigure.WonAndConfirmed, To: each.Taxon.Id)));
        foreach (var each in impact.Takings.Where(each => each.Denied > 0).Take(2))
        {
            Assert.Equal(each.Denied, await ShownAsync(new(ImpactFigure.TakenAndDenied, To: each.Taxon?.Id)));
            Assert.Equal(each.Verified, await ShownAsync(new(ImpactFigure.TakenAndVerified, To: each.Taxon?.Id)));
        }
    }

    private static void AssertMasses(MaskPlan plan, Impact impact, IReadOnlyList<NaiveRow> rows)
    {
        var masses = rows.Where(row => row.Winner is not null).Select(row => row.Kept).ToList();
        Assert.Equal(masses.Count, impact.Masses.Rows);
        for (var step = 0; step <= KeptMasses.Resolution; step += 37)
            Assert.Equal(masses.Count(mass => mass < KeptMasses.Threshold(step)), impact.Masses.HeldAt(step));
        Assert.Equal(impact.Counts.Counters.Held, masses.Count(mass => mass < plan.Options.HoldBelow));
    }

    private static void AssertAdditions(MaskPlan plan, Impact impact, IReadOnlyList<NaiveRow> rows)
    {
        var expected = plan.CategoryMap.Where(label => label.TaxonId is not null && !plan.Kept.IsKept(label.Index))
            .Select(label => (Taxon: label.TaxonId!.Value, Wins: rows.LongCount(row => row.IsWonBy(label.Index, plan.Options.HoldBelow))))
            .Where(each => each.Wins > 0).Order();
        Assert.Equal(expected, impact.Additions.Select(each => (each.Taxon.Id, each.Wins)).Order());
        Assert.Equal(impact.Additions.OrderByDescending(each => each.Confirmed).ThenByDescending(each => each.Wins).ThenBy(each => each.Taxon.Id), impact.Additions);
    }

    private static void AssertTakings(MaskPlan plan, Impact impact, IReadOnlyList<NaiveRow> rows)
    {
        var expected = rows
            .Where(row => row.Winner is { } winner && winner != row.SourceWinner && row.Kept >= plan.Options.HoldBelow && row.LargestExcluded > MaskEffect.Negligible)
            .GroupBy(row => plan.CategoryMap[row.Winner!.Value].TaxonId).Select(group => (group.Key, Takes: group.LongCount())).Order();
        Assert.Equal(expected, impact.Takings.Select(each => (each.Taxon?.Id, each.Takes)).Order());
    }

    private async Task AssertTaxaAsync(MaskPlan plan, Impact impact)
    {
        await using var connection = await bench.DataSource.OpenConnectionAsync(Token);
        var after = (await ScopeTaxa.CountAsync(connection, plan.Scope, Token)).Where(taxon => taxon.TaxonId is not null)
            .ToDictionary(taxon => taxon.TaxonId!.Value, taxon => taxon.Occurrences);
        Assert.All(impact.Taxa!, taxon => Assert.Equal(after.GetValueOrDefault(taxon.Taxon.Id), taxon.After));
    }

    private async Task<RandomScenario> ScenarioAsync(Random random)
    {
        var made = await RandomScenario.CreateAsync(await bench.NewScenarioAsync(), random);
        for (var number = 0; number < Animals; number++)
            await made.AddAnimalAsync();
        return made;
    }

    private static MaskRequest AnyRequest(RandomScenario made, Random random) =>
        made.Scenario.Mask(made.List, made.Classifiers[random.Next(4) == 0 ? 1 : 0]).With(settings => settings with
        {
            TaxaListVersion = random.Next(1, made.Versions + 1),
            Options = made.Options(),
        });

    /// <summary>What counts of each lineage of the classifier for which a mask has an answer, by the lineage.</summary>
    private async Task<Dictionary<long, long?>> WinnersAsync(MaskPlan plan)
    {
        var rows = (await NaiveRow.ReadAsync(bench, plan)).Where(row => row.CanBeMasked).Select(row => row.SourceId).ToHashSet();
        await using var context = bench.CreateContext();
        return context.Classifications.Where(row => row.Terminal && rows.Contains(row.LineageId))
            .Select(row => new { row.LineageId, row.TaxonId, row.AppliedToId }).ToDictionary(row => row.LineageId, row => row.TaxonId);
    }

    private sealed class Told(List<Impact> told) : IProgress<Impact>
    {
        public void Report(Impact value) => told.Add(value);
    }
}
