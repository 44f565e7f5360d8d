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
/// A whole run, from the launch to its end, against only streaming the same logits out of the same database: time, memory,
/// write-ahead log, and how soon the first progress comes.
/// </summary>
/// <remarks>Ten times the rows show whether memory grows with them: <c>run regional rows=500000</c>, 10 GB for a while.</remarks>
internal static class RunBenchmark
{
    public static async Task RunAsync(string[] options, CancellationToken cancellationToken)
    {
        var (fixtures, repetitions) = RunOptions.Parse(options);
        await using var server = await BenchmarkServer.StartAsync(cancellationToken);
        foreach (var fixture in fixtures)
        {
            Report.Header("run", $"{fixture.Name}: {fixture.Rows} classifications of {fixture.Classes} classes, {fixture.Kept:P0} kept, default batch size");
            Report.Note($"server: PostgreSQL {await server.VersionAsync(cancellationToken)}");
            await MeasureAsync(fixture, repetitions, server.ConnectionString, cancellationToken);
        }
    }

    private static async Task MeasureAsync(RunFixture fixture, int repetitions, string server, CancellationToken cancellationToken)
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
            await ExecuteAsync(administration, $"drop database if exists {database} with (force)", cancellationToken);
            await ExecuteAsync(administration, $"create database {database} template {template}", cancellationToken);
            await using var dataSource = Open(server, database);
            var streaming = await StreamAsync(dataSource, cancellationToken);
            var sample = await RunOnceAsync(dataSource, fixture, cancellationToken) with { Streaming = streaming };

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
        Figure("ratio-to-streaming", sample => sample.Run / sample.Streaming, "x");
        Figure("streaming", sample => fixture.Rows / sample.Streaming.TotalSeconds, "rows/s");
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

    internal static async Task<TimeSpan> StreamAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var reader = await ScopeRows.ReadAsync(
            connection, RunScope.OfCaptureSet(RunFixture.CaptureSetId), RunFixture.ClassifierId, OccurrenceRange.All, cancellationToken);
        var bytes = 0L;
        while (await reader.ReadAsync(cancellationToken))
            bytes += reader.Logits.Length;
        return bytes > 0 ? Stopwatch.GetElapsedTime(started) : throw new InvalidOperationException("The fixture has no logits.");
    }

    private static async Task<Sample> RunOnceAsync(NpgsqlDataSource dataSource, RunFixture fixture, CancellationToken cancellationToken)
    {
        using var host = BuildHost(dataSource);
        await host.StartAsync(cancellationToken);
        var launcher = host.Services.GetRequiredService<RunLauncher>();
        var news = host.Services.GetRequiredService<NewsSubscriptions>();
        var changes = new SemaphoreSlim(0);
        using var subscription = news.Subscribe(change => change.Subject is NewsSubject.Run, _ => changes.Release());

        var wal = await WalAsync(dataSource, cancellationToken);
        using var memory = MemoryPeak.Start();
        var started = Stopwatch.GetTimestamp();
        var request = new MaskRequest(
            RunScope.OfCaptureSet(RunFixture.CaptureSetId),
            new() { TaxaListId = RunFixture.TaxaListId, ClassifierIds = [RunFixture.ClassifierId] });
        var launched = await launcher.LaunchAsync(request, new Person { Id = 1, Name = "benchmark" }, cancellationToken);

        TimeSpan? first = null;
        RunSnapshot snapshot;
        do
        {
            await changes.WaitAsync(cancellationToken);
            snapshot = (await RunSnapshot.ReadAsync(dataSource, launched[0].RunId, cancellationToken))!;
            if (snapshot.Total is not null)
                first ??= Stopwatch.GetElapsedTime(started);
        }
        while (snapshot.IsUnderWay);
        var elapsed = Stopwatch.GetElapsedTime(started);
        var peak = memory.Stop();
        if (snapshot.State is not RunState.Succeeded || snapshot.Counters.Checked != fixture.Rows)
            throw new InvalidOperationException($"The run ended as {snapshot}.");

        wal = await WalAsync(dataSource, cancellationToken) - wal;
        await host.StopAsync(cancellationToken);
        return new(elapsed, first!.Value, peak, wal, snapshot.Counters.Masked);
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

    private readonly record struct Sample(TimeSpan Run, TimeSpan FirstProgress, long Memory, long Wal, long Masked)
    {
        public TimeSpan Streaming { get; init; }
    }
}
