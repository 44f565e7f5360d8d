using System.Diagnostics;
using System.Globalization;
using Antenna.Data.Database;
using Antenna.Data.Export;
using Antenna.Data.Occurrences;
using Antenna.Data.Taxonomy;
using Npgsql;

namespace Antenna.Benchmarks;

/// <summary>
/// What it costs to hand on a year of a generated project and all of it, 700,000 of 1,000,000 occurrences: speed, and memory, which
/// may not grow with the rows.
/// </summary>
/// <remarks>Any option exports only what has it in its name: <c>csv</c>, <c>archive</c>.</remarks>
internal static class ExportBenchmark
{
    private const string Database = "antenna_benchmark_export";

    public static async Task RunAsync(string[] options, CancellationToken cancellationToken)
    {
        await using var server = await BenchmarkServer.StartAsync(cancellationToken);
        await using var administration = NpgsqlDataSource.Create(server.ConnectionString);
        await ExecuteAsync(administration, $"drop database if exists {Database} with (force)", cancellationToken);
        await ExecuteAsync(administration, $"create database {Database}", cancellationToken);
        await using (var dataSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = Database }))
        {
            Report.Header("export", $"{PagesFixture.Occurrences} occurrences");
            await AntennaDatabase.MigrateAsync(dataSource, cancellationToken);
            await PagesFixture.FillAsync(dataSource, cancellationToken);
            using var taxonomy = new CurrentTaxonomy(new PagesBenchmark.Contexts(dataSource));
            await taxonomy.GetAsync(cancellationToken);
            var export = new OccurrenceExport(dataSource, taxonomy);
            foreach (var (name, filter) in new (string, OccurrenceFilter)[]
                     {
                         ("a year of the project", new() { ProjectId = PagesFixture.Project, CaptureSetId = PagesFixture.OldestSet }),
                         ("the whole project", new() { ProjectId = PagesFixture.Project }),
                     })
            {
                await MeasureAsync($"csv, {name}", OccurrenceCsv.WriteAsync, filter);
                await MeasureAsync($"archive, {name}", OccurrenceArchive.WriteAsync, filter);
            }

            async Task MeasureAsync(string name, Func<OccurrenceExtract, Stream, IProgress<ExportProgress>?, CancellationToken, Task> write, OccurrenceFilter filter)
            {
                if (options.Length > 0 && !options.Any(option => name.Contains(option, StringComparison.Ordinal)))
                    return;
                using var memory = MemoryPeak.Start();
                var started = Stopwatch.GetTimestamp();
                await using var extract = await export.OpenAsync(OccurrenceChoice.Of(filter), cancellationToken);
                var opened = Stopwatch.GetElapsedTime(started);
                await write(extract, Stream.Null, null, cancellationToken);
                var took = Stopwatch.GetElapsedTime(started);
                Report.Note(string.Create(CultureInfo.InvariantCulture, $"{name}: {extract.Size.Occurrences:N0} occurrences, found after {opened.TotalSeconds:0.0} s"));
                Report.Figure($"{name}, speed", [extract.Size.Occurrences / took.TotalSeconds], "occurrences/s");
                Report.Figure($"{name}, memory over idle", [memory.Stop() / 1048576.0], "MB");
            }
        }

        await ExecuteAsync(administration, $"drop database {Database} with (force)", cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlDataSource dataSource, string sql, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
