using System.Diagnostics;
using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;

namespace Antenna.Benchmarks;

/// <summary>
/// One masked prediction from one row of float32 logits, on one thread: the kernel against a plain scalar loop in
/// double that gives the same answers; and beside it a roll-up of the same row, which tries every rank that it knows.
/// </summary>
internal static class KernelBenchmark
{
    private const int Top = 10;
    private const int Runs = 9;

    // More rows than a core's own caches hold, as they come in a real run.
    private const int Rows = 64;
    private static readonly TimeSpan SampleTime = TimeSpan.FromMilliseconds(250);

    public static Task RunAsync(string[] options, CancellationToken cancellationToken)
    {
        Report.Header("kernel", $"masked prediction with its masses and top {Top}, one thread, {Runs} interleaved runs");
        Measure("wide", classCount: 29_176, keep: 0.1, cancellationToken);
        Measure("regional", classCount: 2_497, keep: 0.7, cancellationToken);
        return Task.CompletedTask;
    }

    private static void Measure(string fixture, int classCount, double keep, CancellationToken cancellationToken)
    {
        var random = new Random(classCount);
        var kept = RandomKeptSet(random, classCount, keep);
        var rows = Enumerable.Range(0, Rows).Select(_ => RandomLogits(random, classCount)).ToArray();
        var plain = new ScalarMasking(kept, Top);
        void Scalar(float[] row) => plain.Compute(row);
        void Kernel(float[] row) => MaskedPrediction.TryCompute(row, kept, Top, out _);
        var (withinLineage, ofAll) = (UnsureRollUp(classCount, RollUpCompetition.Lineage), UnsureRollUp(classCount, RollUpCompetition.All));
        void RollUp(float[] row) => withinLineage.TryCompute(row, kept, out _);
        void RollUpOfAll(float[] row) => ofAll.TryCompute(row, kept, out _);

        var difference = rows.Max(row => Difference(plain.Compute(row), row, kept));
        Console.WriteLine($"# {fixture}: {classCount} classes, {kept.KeptCount} kept; largest difference of any score {difference:G2}");

        // The first pass is thrown away: the runtime compiles its final code while it runs.
        MicrosecondsPerRow(Scalar, rows);
        MicrosecondsPerRow(Kernel, rows);
        var samples = new List<(double Scalar, double Kernel)>();
        for (var run = 0; run < Runs; run++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            samples.Add((MicrosecondsPerRow(Scalar, rows), MicrosecondsPerRow(Kernel, rows)));
        }
        Report.Figure($"kernel.{fixture}.scalar", [.. samples.Select(sample => sample.Scalar)], "us/row");
        Report.Figure($"kernel.{fixture}.vectorised", [.. samples.Select(sample => sample.Kernel)], "us/row");
        MicrosecondsPerRow(RollUp, rows);
        MicrosecondsPerRow(RollUpOfAll, rows);
        Report.Figure($"kernel.{fixture}.roll-up", [.. Enumerable.Range(0, Runs).Select(_ => MicrosecondsPerRow(RollUp, rows))], "us/row");
        Report.Figure($"kernel.{fixture}.roll-up-of-all", [.. Enumerable.Range(0, Runs).Select(_ => MicrosecondsPerRow(RollUpOfAll, rows))], "us/row");
        Report.Figure($"kernel.{fixture}.ratio", [.. samples.Select(sample => sample.Kernel / sample.Scalar)], "of_scalar");
    }

    private static double MicrosecondsPerRow(Action<float[]> mask, float[][] rows)
    {
        var clock = Stopwatch.StartNew();
        var passes = 0;
        for (; clock.Elapsed < SampleTime; passes++)
            foreach (var row in rows)
                mask(row);
        return clock.Elapsed.TotalMicroseconds / (passes * rows.Length);
    }

    private static double Difference(ScalarPrediction expected, float[] row, KeptSet kept)
    {
        var fault = MaskedPrediction.TryCompute(row, kept, Top, out var actual);
        if (actual is null || actual.SourceWinner != expected.SourceWinner
            || !actual.Top.Select(each => each.Index).SequenceEqual(expected.Top.Select(each => each.Index)))
            throw new InvalidOperationException($"The kernel and the scalar loop disagree on a row ({fault}).");

        double[] differences =
        [
            actual.SourceScore - expected.SourceScore,
            actual.LargestExcluded - expected.LargestExcluded,
            actual.Masses.Listed - expected.Masses.Listed,
            actual.Masses.Nothing - expected.Masses.Nothing,
            actual.Masses.OffList - expected.Masses.OffList,
            .. actual.Top.Zip(expected.Top, (one, other) => one.Absolute - other.Absolute),
            .. actual.Top.Zip(expected.Top, (one, other) => one.Reweighted - other.Reweighted),
        ];
        return differences.Max(Math.Abs);
    }

    private static KeptSet RandomKeptSet(Random random, int classCount, double keep)
    {
        var background = classCount - 1;
        var map = new CategoryMap([.. Enumerable.Range(0, classCount).Select(index => index == background
            ? new ClassLabel(index, "background", ClassMeaning.NotATaxon, null)
            : new ClassLabel(index, $"taxon {index}", ClassMeaning.Taxon, index))]);
        return KeptSet.From(map, map.Where(_ => random.NextDouble() < keep).Select(label => (long)label.Index).ToHashSet());
    }

    /// <summary>Four species a genus and twelve genera a family, none of which is ever sure: the three default ranks are all summed.</summary>
    private static RollUp UnsureRollUp(int classCount, RollUpCompetition competition)
    {
        var species = Enumerable.Range(0, classCount).Select(i => new TaxonNode(i, $"{i}", Rank.Species, classCount + (i / 4), null));
        var genera = Enumerable.Range(0, (classCount / 4) + 1)
            .Select(i => new TaxonNode(classCount + i, $"{i}", Rank.Genus, (2 * classCount) + (i / 12), null));
        var families = Enumerable.Range(0, (classCount / 48) + 1).Select(i => new TaxonNode((2 * classCount) + i, $"{i}", Rank.Family, null, null));
        var map = new CategoryMap([.. Enumerable.Range(0, classCount).Select(i => new ClassLabel(i, $"{i}", ClassMeaning.Taxon, i))]);
        return new(
            ClassAncestry.Of(map, new([.. species, .. genera, .. families])),
            new()
            {
                Thresholds = new(RollUpThresholds.Default.Select(threshold => threshold with { Score = 1 })),
                Competition = competition,
            });
    }

    /// <summary>Normal logits with a spread as of a trained classifier, and a handful that stand out.</summary>
    private static float[] RandomLogits(Random random, int classCount)
    {
        var logits = new float[classCount];
        for (var index = 0; index < classCount; index++)
            logits[index] = (float)(2.5 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        for (var peak = 0; peak < 5; peak++)
            logits[random.Next(classCount)] += 8;
        return logits;
    }
}
