using System.Diagnostics;
using System.Globalization;
using Antenna.Data.Database;
using Antenna.Data.Import.Camtrap;
using Npgsql;

namespace Antenna.Benchmarks;

/// <summary>Importing Camtrap DP packages of two sizes into empty databases: rows a second that do not fall with the size, and memory that does not grow with it.</summary>
internal static class PackageBenchmark
{
    private const string Usage = "package [media=N] [times=N]";
    private const string Database = "antenna_benchmark_package";

    private const string AddTaxa =
        "insert into taxa (name, rank, homonym, misapplied, source) select name, 110, 0, false, 'benchmark' from unnest($1) name";

    public static async Task RunAsync(string[] options, CancellationToken cancellationToken)
    {
        var (media, times) = (Number(options, "media=") ?? 40_000, Number(options, "times=") ?? 5);
        if (options.FirstOrDefault(option => !option.StartsWith("media=", StringComparison.Ordinal) && !option.StartsWith("times=", StringComparison.Ordinal)) is { } other)
            throw new FormatException($"'{other}' is no option; expected {Usage}.");
        await using var server = await BenchmarkServer.StartAsync(cancellationToken);
        Report.Header("package", $"Camtrap DP packages of {media} media and of {times} times as many, into an empty database");
        foreach (var size in (int[])[media, media * times])
            await MeasureAsync(server, size, cancellationToken);
    }

    private static async Task MeasureAsync(BenchmarkServer server, int media, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("antenna-benchmark-package-");
        try
        {
            var fixture = new PackageFixture(media);
            fixture.Write(folder.FullName);
            await using var dataSource = await EmptyDatabaseAsync(server, cancellationToken);
            using var memory = MemoryPeak.Start();
            var before = await ProcessorTime.ReadAsync(dataSource, cancellationToken);
            var started = Stopwatch.GetTimestamp();
            var report = await new CamtrapImport(dataSource, TimeProvider.System).RunAsync(new(folder.FullName, "benchmark", "benchmark"), progress: null, cancellationToken);
            var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var used = await ProcessorTime.ReadAsync(dataSource, cancellationToken) - before;
            var rows = media + fixture.Observations;
            if (report.Observations.Sum(each => each.Observations) != fixture.Observations)
                throw new InvalidOperationException($"Not all of {fixture.Observations} observations were accounted for.");
            Report.Note(string.Create(CultureInfo.InvariantCulture, $"{media} media, {fixture.Observations} observations, {report.Count("occurrences").New} occurrences, {report.Count("identifications").New} identifications"));
            Report.Figure($"package.{media}.time", [took], "s");
            Report.Figure($"package.{media}.rows", [rows / took], "rows/s");
            Report.Figure($"package.{media}.own-processor", [used.Client.TotalSeconds], "s");
            Report.Figure($"package.{media}.database-processor", [used.Server.TotalSeconds], "s");
            Report.Figure($"package.{media}.rows-per-processor-second", [rows / used.Total.TotalSeconds], "rows/s");
            Report.Figure($"package.{media}.memory", [memory.Stop() / 1e6], "MB");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<NpgsqlDataSource> EmptyDatabaseAsync(BenchmarkServer server, CancellationToken cancellationToken)
    {
        await using (var administration = NpgsqlDataSource.Create(server.ConnectionString))
        {
            await using var drop = administration.CreateCommand($"drop database if exists {Database} with (force)");
            await drop.ExecuteNonQueryAsync(cancellationToken);
            await using var create = administration.CreateCommand($"create database {Database}");
            await create.ExecuteNonQueryAsync(cancellationToken);
        }

        var dataSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = Database });
        await AntennaDatabase.MigrateAsync(dataSource, cancellationToken);
        await using var taxa = dataSource.CreateCommand(AddTaxa);
        taxa.Parameters.Add(new() { Value = Enumerable.Range(0, PackageFixture.Taxa).Select(PackageFixture.Name).ToArray() });
        await taxa.ExecuteNonQueryAsync(cancellationToken);
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
