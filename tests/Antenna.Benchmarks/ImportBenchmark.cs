using System.Diagnostics;
using System.Globalization;
using Antenna.Core.Predictions;
using Antenna.Data.Database;
using Antenna.Data.Import.Pipeline;
using Npgsql;

namespace Antenna.Benchmarks;

/// <summary>
/// Importing pipeline results into an empty database, beside parsing the same file and doing nothing with it; and the memory that it
/// takes, which does not grow with the file.
/// </summary>
internal static class ImportBenchmark
{
    private const string Usage = "import [megabytes=N] [classes=N] [repetitions=N]";

    private static readonly string[] Names = ["megabytes=", "classes=", "repetitions="];

    public static async Task RunAsync(string[] options, CancellationToken cancellationToken)
    {
        var (megabytes, classes, repetitions) = (Number(options, "megabytes=") ?? 100, Number(options, "classes=") ?? 2_497, Number(options, "repetitions=") ?? 5);
        if (Array.Find(options, option => !Names.Any(name => option.StartsWith(name, StringComparison.Ordinal))) is { } other)
            throw new FormatException($"'{other}' is no option; expected {Usage}.");
        await using var server = await BenchmarkServer.StartAsync(cancellationToken);
        var folder = Directory.CreateTempSubdirectory("antenna-benchmark-import-");
        try
        {
            var fixture = new ResultsFixture(megabytes, classes);
            var file = Path.Combine(folder.FullName, "results.json");
            await fixture.WriteAsync(file, cancellationToken);
            Report.Header("import", $"{new FileInfo(file).Length / 1e6:F0} MB, {fixture.Rows} classifications of {classes} classes, into an empty database");
            await MeasureAsync(server, file, fixture.Rows, repetitions, cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(BenchmarkServer server, string file, int rows, int repetitions, CancellationToken cancellationToken)
    {
        var (seconds, ratios, own, database, speeds, worked, peaks) =
            (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var repetition = 0; repetition < repetitions; repetition++)
        {
            var processor = Environment.CpuUsage.TotalTime;
            var started = Stopwatch.GetTimestamp();
            await ResultsFixture.ParseAsync(file, cancellationToken);
            var parsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var parsing = (Environment.CpuUsage.TotalTime - processor).TotalSeconds;

            await using var dataSource = await EmptyDatabaseAsync(server, cancellationToken);
            using var memory = MemoryPeak.Start();
            var before = await ProcessorTime.ReadAsync(dataSource, cancellationToken);
            started = Stopwatch.GetTimestamp();
            var report = await new PipelineResultsImport(dataSource, NotATaxonLabels.Default, TimeProvider.System)
                .RunAsync(new(file, "benchmark", "benchmark"), progress: null, cancellationToken);
            var imported = Stopwatch.GetElapsedTime(started).TotalSeconds;
            if (report.Count("classifications").New != rows)
                throw new InvalidOperationException($"{report.Count("classifications").New} of {rows} classifications were imported.");
            var used = await ProcessorTime.ReadAsync(dataSource, cancellationToken) - before;
            own.Add(used.Client.TotalSeconds / parsing);
            database.Add(used.Server.TotalSeconds / parsing);
            seconds.Add(imported);
            ratios.Add(imported / parsed);
            speeds.Add(rows / imported);
            worked.Add(rows / used.Total.TotalSeconds);
            peaks.Add(memory.Stop() / 1e6);
        }

        Report.Figure("import.time", seconds, "s");
        Report.Figure("import.to-parsing", ratios, "x");
        Report.Figure("import.own-processor-to-parsing", own, "x");
        Report.Figure("import.database-processor-to-parsing", database, "x");
        Report.Figure("import.rows", speeds, "rows/s");
        Report.Figure("import.rows-per-processor-second", worked, "rows/s");
        Report.Figure("import.memory", peaks, "MB");
    }

    private static async Task<NpgsqlDataSource> EmptyDatabaseAsync(BenchmarkServer server, CancellationToken cancellationToken)
    {
        const string name = "antenna_benchmark_import";
        await using (var administration = NpgsqlDataSource.Create(server.ConnectionString))
        {
            await using var drop = administration.CreateCommand($"drop database if exists {name} with (force)");
            await drop.ExecuteNonQueryAsync(cancellationToken);
            await using var create = administration.CreateCommand($"create database {name}");
            await create.ExecuteNonQueryAsync(cancellationToken);
        }

        var dataSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name });
        await AntennaDatabase.MigrateAsync(dataSource, cancellationToken);
        return dataSource;
    }

    private static int? Number(string[] options, string name)
    {
        if (Array.Find(options, option => option.StartsWith(name, StringComparison.Ordinal)) is not { } option)
            return null;
        return int.TryParse(option.AsSpan(name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new FormatException($"'{option}' is no option; expected {Usage}.");
    }
}
