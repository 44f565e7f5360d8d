using System.Diagnostics;
using Antenna.Data;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.News;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.News;
using Antenna.PostProcessing.Runs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Antenna.Benchmarks;

/// <summary>
/// A whole run, from the launch to its end, against its floor (<see cref="RunFloor"/>), and its undo: time, memory, write-ahead log,
/// and how soon the first progress comes.
/// </summary>
/// <remarks>Ten times the rows show whether memory grows with them: <c>run regional rows=500000</c>, 10 GB for a while.</remarks>
internal static class RunBenchmark
{
    private static readonly int BatchSize = MaskSettings.Default.BatchSize;

    private static int Workers => RunWorkers.Default.Parts;

    public static async Task RunAsync(string[] options, CancellationToken cancellationToken)
    {
        var (fixtures, repetitions, profile) = RunOptions.Parse(options);
        await using var server = await BenchmarkServer.StartAsync(cancellationToken);
        foreach (var fixture in fixtures)
        {
            Report.Header("run", $"{fixture.Name}: {fixture.Rows} classifications of {fixture.Classes} classes, {fixture.Kept:P0} kept, default batch size");
            Report.Note($"server: PostgreSQL {await server.VersionAsync(cancellationToken)}");
            await MeasureAsync(fixture, repetitions, profile, server.ConnectionString, cancellationToken);
        }
    }

    private static async Task MeasureAsync(
        RunFixture fixture, int repetitions, bool profile, string server, CancellationToken cancellationToken)
    {
        await using var administration = NpgsqlDataSource.Create(server);
        var template = $"antenna_benchmark_{fixture.Name}";
        var database = $"{template}_run";
        await ExecuteAsync(administration, $"drop database if exists {template} with (force)", cancellationToken);
        await ExecuteAsync(administration, $"create database {template}", cancellationToken);
        await using (var filled = Open(server, template))
            await fixture.FillAsync(filled, cancellationToken);

        var samples = new List<Sample>();
        for (var repetition = 0; repetition <= repetitions; repetition++)
        {
            await CopyAsync(administration, template, database, cancellationToken);
            Sample sample;
            RunFloor floor;
            await using (var dataSource = Open(server, database))
            {
                var one = await RunFloor.StreamAsync(dataSource, workers: 1, cancellationToken);
                var streaming = await RunFloor.StreamAsync(dataSource, Workers, cancellationToken);
                (sample, floor) = await RunOnceAsync(dataSource, fixture, profile && repetition == repetitions, cancellationToken);
                sample = sample with { OneStream = one, Streaming = streaming };
            }

            await CopyAsync(administration, template, database, cancellationToken);
            await using (var dataSource = Open(server, database))
            {
                var (writing, processor) = await floor.WriteAsync(dataSource, cancellationToken);
                sample = sample with { Writing = writing, FloorProcessor = processor };
            }

            // The first repetition warms the code up, and is not counted.
            if (repetition > 0)
                samples.Add(sample);
        }

        await ExecuteAsync(administration, $"drop database {database} with (force)", cancellationToken);
        await ExecuteAsync(administration, $"drop database {template} with (force)", cancellationToken);
        Print(fixture, samples);
    }

    private static void Print(RunFixture fixture, IReadOnlyList<Sample> samples)
    {
        void Figure(string name, Func<Sample, double> value, string unit) =>
            Report.Figure($"run.{fixture.Name}.{name}", [.. samples.Select(value)], unit);
        Figure("ratio-to-floor", sample => sample.Run / sample.Floor, "x");
        Figure("floor", sample => fixture.Rows / sample.Floor.TotalSeconds, "rows/s");
        Figure("floor.streaming", sample => fixture.Rows / sample.Streaming.TotalSeconds, "rows/s");
        Figure("floor.writing", sample => fixture.Rows / sample.Writing.TotalSeconds, "rows/s");
        Figure("streaming-by-one", sample => fixture.Rows / sample.OneStream.TotalSeconds, "rows/s");
        Figure("processor.client", sample => sample.Processor.Client.TotalMicroseconds / fixture.Rows, "us/row");
        Figure("processor.server", sample => sample.Processor.Server.TotalMicroseconds / fixture.Rows, "us/row");
        Figure("floor.writing.processor.client", sample => sample.FloorProcessor.Client.TotalMicroseconds / fixture.Rows, "us/row");
        Figure("floor.writing.processor.server", sample => sample.FloorProcessor.Server.TotalMicroseconds / fixture.Rows, "us/row");
        Figure("undo-to-run", sample => sample.Undo / sample.Run, "x");
        Figure("undo.processor.client", sample => sample.UndoProcessor.Client.TotalMicroseconds / fixture.Rows, "us/row");
        Figure("undo.processor.server", sample => sample.UndoProcessor.Server.TotalMicroseconds / fixture.Rows, "us/row");
        Figure("run", sample => fixture.Rows / sample.Run.TotalSeconds, "rows/s");
        Figure("first-progress", sample => sample.FirstProgress.TotalMilliseconds, "ms");
        Figure("memory-over-idle", sample => sample.Memory / 1e6, "MB");
        Figure("wal-per-masked-row", sample => sample.Wal / (double)sample.Masked, "bytes");
    }

    internal static NpgsqlDataSource Open(string server, string database) =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server) { Database = database, MaxPoolSize = 20 });

    internal static async Task ExecuteAsync(NpgsqlDataSource dataSource, string sql, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task CopyAsync(NpgsqlDataSource administration, string template, string database, CancellationToken cancellationToken)
    {
        await ExecuteAsync(administration, $"drop database if exists {database} with (force)", cancellationToken);
        await ExecuteAsync(administration, $"create database {database} template {template}", cancellationToken);
    }

    private static async Task<(Sample Sample, RunFloor Floor)> RunOnceAsync(
        NpgsqlDataSource dataSource, RunFixture fixture, bool profile, CancellationToken cancellationToken)
    {
        using var host = BuildHost(dataSource);
        await host.StartAsync(cancellationToken);
        var curator = new Person { Id = 1, Name = "benchmark" };
        var request = new MaskRequest(
            RunScope.OfCaptureSet(RunFixture.CaptureSetId),
            new() { TaxaListId = RunFixture.TaxaListId, ClassifierIds = [RunFixture.ClassifierId] });

        if (profile)
            await RunProfile.BeginAsync(dataSource, cancellationToken);
        var wal = await WalAsync(dataSource, cancellationToken);
        using var memory = MemoryPeak.Start();
        var processor = await ProcessorTime.ReadAsync(dataSource, cancellationToken);
        var run = await FollowAsync(
            host, dataSource, async () => (await host.Services.GetRequiredService<RunLauncher>().LaunchAsync(request, curator, cancellationToken))[0].RunId, cancellationToken);
        var peak = memory.Stop();
        if (run.End.Counters.Checked != fixture.Rows)
            throw new InvalidOperationException($"The run ended as {run.End}.");
        wal = await WalAsync(dataSource, cancellationToken) - wal;
        processor = await ProcessorTime.ReadAsync(dataSource, cancellationToken) - processor;
        if (profile)
            await RunProfile.PrintAsync(dataSource, cancellationToken);

        // What the run wrote is taken out before it is undone.
        var floor = await RunFloor.ReadAsync(dataSource, run.Id, BatchSize, Workers, cancellationToken);
        var undoing = await ProcessorTime.ReadAsync(dataSource, cancellationToken);
        var undo = await FollowAsync(
            host, dataSource, async () => (await host.Services.GetRequiredService<RunUndo>().LaunchAsync(run.Id, [], curator, cancellationToken))[0].RunId, cancellationToken);
        undoing = await ProcessorTime.ReadAsync(dataSource, cancellationToken) - undoing;
        await host.StopAsync(cancellationToken);
        return (new(run.Elapsed, run.First, undo.Elapsed, processor, peak, wal, run.End.Counters.Masked) { UndoProcessor = undoing }, floor);
    }

    /// <summary>Launches a run and follows it to its end as a page does, at each announcement.</summary>
    private static async Task<(long Id, RunSnapshot End, TimeSpan First, TimeSpan Elapsed)> FollowAsync(
        IHost host, NpgsqlDataSource dataSource, Func<Task<long>> launch, CancellationToken cancellationToken)
    {
        using var changes = new SemaphoreSlim(0);
        using var subscription = host.Services.GetRequiredService<NewsSubscriptions>().Subscribe(change => change.Subject is NewsSubject.Run, _ => changes.Release());
        var started = Stopwatch.GetTimestamp();
        var id = await launch();
        TimeSpan? first = null;
        RunSnapshot snapshot;
        do
        {
            await changes.WaitAsync(cancellationToken);
            snapshot = (await RunSnapshot.ReadAsync(dataSource, id, cancellationToken))!;
            if (snapshot.Total is not null)
                first ??= Stopwatch.GetElapsedTime(started);
        }
        while (snapshot.IsUnderWay);
        var elapsed = Stopwatch.GetElapsedTime(started);
        return snapshot.State is RunState.Succeeded ? (id, snapshot, first!.Value, elapsed) : throw new InvalidOperationException($"The run ended as {snapshot}.");
    }

    internal static IHost BuildHost(NpgsqlDataSource dataSource)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddConsole();
        builder.Services.AddSingleton(dataSource);
        builder.Services.AddSingleton<System.Data.Common.DbDataSource>(dataSource);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddDbContextFactory<AntennaDbContext>(options => AntennaDatabase.Configure(options, it => it.UseNpgsql(dataSource)));
        builder.Services.AddAntennaData();
        builder.Services.AddPostProcessing(RunExecutionRole.Execute, SchedulerTiming.Default);
        return builder.Build();
    }

    private static async Task<long> WalAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private readonly record struct Sample(
        TimeSpan Run, TimeSpan FirstProgress, TimeSpan Undo, ProcessorTime Processor, long Memory, long Wal, long Masked)
    {
        public TimeSpan OneStream { get; init; }

        public TimeSpan Streaming { get; init; }

        public TimeSpan Writing { get; init; }

        public ProcessorTime FloorProcessor { get; init; }

        public ProcessorTime UndoProcessor { get; init; }

        public TimeSpan Floor => Streaming > Writing ? Streaming : Writing;
    }
}
