using System.Diagnostics;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Masking.Impacts;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Antenna.Benchmarks;

/// <summary>
/// The impact of a list on a capture set, against only streaming the same logits out of the same database: the whole of it,
/// how soon the first figures are there, and the memory.
/// </summary>
internal static class ImpactBenchmark
{
    public static async Task RunAsync(string[] options, CancellationToken cancellationToken)
    {
        var (fixtures, repetitions, _) = RunOptions.Parse(options);
        await using var server = await BenchmarkServer.StartAsync(cancellationToken);
        foreach (var fixture in fixtures)
        {
            Report.Header("impact", $"{fixture.Name}: {fixture.Rows} classifications of {fixture.Classes} classes, {fixture.Kept:P0} kept");
            Report.Note($"server: PostgreSQL {await server.VersionAsync(cancellationToken)}");
            await MeasureAsync(fixture, repetitions, server.ConnectionString, cancellationToken);
        }
    }

    private static async Task MeasureAsync(RunFixture fixture, int repetitions, string server, CancellationToken cancellationToken)
    {
        await using var administration = NpgsqlDataSource.Create(server);
        var database = $"antenna_benchmark_{fixture.Name}_impact";
        await RunBenchmark.ExecuteAsync(administration, $"drop database if exists {database} with (force)", cancellationToken);
        await RunBenchmark.ExecuteAsync(administration, $"create database {database}", cancellationToken);
        await using (var dataSource = RunBenchmark.Open(server, database))
        {
            await fixture.FillAsync(dataSource, cancellationToken);
            using var host = RunBenchmark.BuildHost(dataSource);
            var samples = new List<Sample>();
            for (var repetition = 0; repetition <= repetitions; repetition++)
            {
                var streaming = await RunFloor.StreamAsync(dataSource, workers: 1, cancellationToken);
                var sample = await CountAsync(host.Services, fixture, cancellationToken) with { Streaming = streaming };

                // The first repetition warms the code up, and is not counted.
                if (repetition > 0)
                    samples.Add(sample);
            }

            Print(fixture, samples);
        }

        await RunBenchmark.ExecuteAsync(administration, $"drop database {database} with (force)", cancellationToken);
    }

    private static async Task<Sample> CountAsync(IServiceProvider services, RunFixture fixture, CancellationToken cancellationToken)
    {
        var request = new MaskRequest(
            RunScope.OfCaptureSet(RunFixture.CaptureSetId),
            new() { TaxaListId = RunFixture.TaxaListId, ClassifierIds = [RunFixture.ClassifierId] });
        using var memory = MemoryPeak.Start();
        var started = Stopwatch.GetTimestamp();
        var plan = (await services.GetRequiredService<MaskPlanner>().PlanAsync(request, person: null, cancellationToken)).Single();
        var planned = Stopwatch.GetElapsedTime(started);
        var first = new First(started);
        var impact = await services.GetRequiredService<ImpactPasses>().CountAsync(plan, first, cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(started);
        var peak = memory.Stop();
        return impact.Counts.Counters.Checked == fixture.Rows
            ? new(elapsed, planned, first.At ?? elapsed, peak)
            : throw new InvalidOperationException($"The impact counted {impact.Counts.Counters.Checked} rows.");
    }

    private static void Print(RunFixture fixture, IReadOnlyList<Sample> samples)
    {
        void Figure(string name, Func<Sample, double> value, string unit) =>
            Report.Figure($"impact.{fixture.Name}.{name}", [.. samples.Select(value)], unit);
        Figure("ratio-to-streaming", sample => sample.Whole / sample.Streaming, "x");
        Figure("streaming", sample => fixture.Rows / sample.Streaming.TotalSeconds, "rows/s");
        Figure("impact", sample => fixture.Rows / sample.Whole.TotalSeconds, "rows/s");
        Figure("planned", sample => sample.Planned.TotalMilliseconds, "ms");
        Figure("first-figures", sample => sample.First.TotalMilliseconds, "ms");
        Figure("memory-over-idle", sample => sample.Memory / 1e6, "MB");
    }

    private sealed class First(long started) : IProgress<Impact>
    {
        public TimeSpan? At { get; private set; }

        public void Report(Impact value) => At ??= Stopwatch.GetElapsedTime(started);
    }

    private readonly record struct Sample(TimeSpan Whole, TimeSpan Planned, TimeSpan First, long Memory)
    {
        public TimeSpan Streaming { get; init; }
    }
}
