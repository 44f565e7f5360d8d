using Antenna.Core.Predictions;
using Antenna.Data.Model;
using Antenna.PostProcessing.Masking;
using Antenna.Testing.RealData;
using Microsoft.EntityFrameworkCore;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.PostProcessing.Tests.RealData;

/// <summary>
/// Real photographs through the whole product: imported, names resolved, masked to a real checklist by a run, and read
/// back, against right answers that were computed independently.
/// </summary>
public sealed class RealSetTests(RealRuns runs) : IClassFixture<RealRuns>
{
    public static TheoryData<string, ScoreMode> SetsAndModes =>
        [.. from set in (string[])[RealSet.TrapNights, RealSet.Butterflies] from mode in Enum.GetValues<ScoreMode>() select (set, mode)];

    [Theory]
    [MemberData(nameof(SetsAndModes))]
    public async Task Every_row_that_a_run_masks_to_the_Vermont_insects_agrees_with_the_reference(string name, ScoreMode mode)
    {
        var (real, set, _, run) = await runs.ExecuteAsync(name, mode);

        // There is no row in either set that the checklist leaves as it is.
        Assert.DoesNotContain(set.Rows, row => row.Reference.NoEffect);
        Assert.Equal(MaskCounts.Of(masked: set.Rows.Count), run.Counters);
        await using var context = real.Bench.CreateContext();
        var masked = await context.Classifications.AsNoTracking()
            .Where(row => row.RunId == run.RunId).ToDictionaryAsync(row => row.LineageId, Token);
        var sources = await context.Classifications.AsNoTracking().Where(row => row.AppliedToId == null).ToDictionaryAsync(row => row.Id, Token);
        Assert.Equal(set.Rows.Select(row => row.SourceId), masked.Keys.Order());
        foreach (var row in set.Rows)
        {
            AssertSource(row.Reference, sources[row.SourceId], set.Map);
            AssertMasked(row.Reference, masked[row.SourceId], sources[row.SourceId], set.Map, mode);
        }
    }

    [Theory]
    [MemberData(nameof(SetsAndModes))]
    public async Task Determinations_follow_the_masked_rows_and_identifications_stand(string name, ScoreMode mode)
    {
        var (real, set, before, run) = await runs.ExecuteAsync(name, mode);

        // All 832 but the 93 of Heliconius charitonius and the 89 of Papilio cresphontes, which the taxa do not know by those
        // names; that the list knows one of them changes nothing of the taxonomy.
        Assert.Equal(name is RealSet.Butterflies ? 650 : 0, before.Values.Count(occurrence => occurrence.Verified));
        var wrong = set.Rows.Count(row =>
            !before[row.OccurrenceId].Verified && TaxonOf(set.Map, row.Reference.Winner) != before[row.OccurrenceId].DeterminationTaxonId);

        Assert.Equal(wrong, run.OccurrencesUpdated);
        var after = await real.OccurrencesAsync(set);
        foreach (var row in set.Rows)
        {
            var (occurrence, reference) = (after[row.OccurrenceId], row.Reference);
            Assert.Equal(TaxonOf(set.Map, reference.Winner), occurrence.MachineTaxonId);
            Assert.Equal(occurrence.MachineTaxonId is null, occurrence.MachineScore is null); // A bolt is no animal.
            if (occurrence.MachineScore is { } machineScore)
                Assert.Equal(ScoreIn(mode, reference), machineScore, ReferenceRow.Tolerance);
            var (taxonId, certainty) = before[row.OccurrenceId].Verified
                ? (before[row.OccurrenceId].DeterminationTaxonId, 1)
                : (occurrence.MachineTaxonId, occurrence.MachineScore);
            Assert.Equal((taxonId, certainty, before[row.OccurrenceId].Verified), (occurrence.DeterminationTaxonId, occurrence.DeterminationScore, occurrence.Verified));
        }
    }

    [Fact]
    public async Task What_the_list_keeps_of_the_classifier_is_what_the_reference_keeps()
    {
        await using var real = await runs.NewBenchAsync();
        var set = await real.LoadAsync(RealSet.TrapNights);
        var plan = Assert.Single(await real.Bench.Service<MaskPlanner>().PlanAsync(RealBench.Mask(set), set.Curator, Token));

        var launched = Assert.Single(await real.Bench.LaunchAsync(RealBench.Mask(set), set.Curator));

        await using var context = real.Bench.CreateContext();
        var stored = await (
            from run in context.Runs
            where run.Id == launched.RunId
            join algorithm in context.Algorithms on run.AlgorithmId equals algorithm.Id
            join kept in context.KeptSets on algorithm.KeptSetId equals kept.Id
            select kept).SingleAsync(Token);
        var expected = await ReferenceKeptSet.ReadAsync(Token);
        foreach (var kept in (KeptSet[])[plan.Kept, KeptSet.FromBits(set.Map.Count, stored.Listed, stored.NotATaxon)])
        {
            Assert.Equal(expected.Listed, Enumerable.Range(0, set.Map.Count).Where(kept.IsListed));
            Assert.Equal(expected.NotATaxon, Enumerable.Range(0, set.Map.Count).Where(kept.IsNotATaxon));
        }
    }

    private static void AssertSource(ReferenceRow expected, Classification source, CategoryMap map)
    {
        Assert.Equal(expected.SourceWinner, map[source.ClassIndex!.Value].Label);
        Assert.Equal(expected.SourceScore, source.Score, ReferenceRow.Tolerance);
        Assert.False(source.Terminal);
    }

    private static void AssertMasked(ReferenceRow expected, Classification masked, Classification source, CategoryMap map, ScoreMode mode)
    {
        Assert.Equal(expected.Winner, map[masked.ClassIndex!.Value].Label);
        Assert.Equal(map[masked.ClassIndex.Value].TaxonId, masked.TaxonId);
        Assert.Equal((source.Id, source.DetectionId, source.CreatedAt, true), (masked.AppliedToId, masked.DetectionId, masked.CreatedAt, masked.Terminal));

        var (masses, top) = (masked.ListedMass + masked.NothingMass, masked.TopScores!);
        (double Right, double? Is)[] numbers =
        [
            (ScoreIn(mode, expected), masked.Score),
            (expected.Absolute, masked.AbsoluteScore),
            (expected.Listed, masked.ListedMass),
            (expected.Nothing, masked.NothingMass),
            (expected.Kept, masses),
            (1 - expected.Kept, masked.OffListMass),
        ];
        Assert.All(numbers, number => Assert.Equal(number.Right, number.Is!.Value, ReferenceRow.Tolerance));
        Assert.Equal((masked.ClassIndex.Value, masked.Score, 10), (masked.TopClasses![0], top[0], top.Length));
        Assert.Equal(top.OrderDescending(), top);
    }

    private static double ScoreIn(ScoreMode mode, ReferenceRow row) => mode is ScoreMode.Absolute ? row.Absolute : row.Reweighted;

    private static long? TaxonOf(CategoryMap map, string label) => map.Single(each => each.Label == label).TaxonId;

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
