using System.Diagnostics;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.Choices;
using Antenna.Data.Occurrences;
using Antenna.Data.Predictions;
using Antenna.Data.Projects;
using Antenna.Data.Taxonomy;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Antenna.Benchmarks;

/// <summary>
/// What a page of the list of occurrences costs at 1,000,000 occurrences, from the call to the rows, by every filter and in
/// every order; and what else pages ask for at once.
/// </summary>
/// <remarks>
/// With the option <c>keep</c> the database stays, and with <c>reuse</c> one that was kept is measured: filling takes
/// minutes. Both need <c>ANTENNA_BENCHMARK_POSTGRES</c>. Any other option measures only what has it in its name.
/// </remarks>
internal static class PagesBenchmark
{
    private const string Database = "antenna_benchmark_pages";
    private const int Repetitions = 11;
    private const int PageSize = 50;

    private const double Simple = 50;

    public static async Task RunAsync(string[] options, CancellationToken cancellationToken)
    {
        await using var server = await BenchmarkServer.StartAsync(cancellationToken);
        await using var administration = NpgsqlDataSource.Create(server.ConnectionString);
        if (!options.Contains("reuse"))
        {
            await ExecuteAsync(administration, $"drop database if exists {Database} with (force)", cancellationToken);
            await ExecuteAsync(administration, $"create database {Database}", cancellationToken);
        }

        await using (var dataSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = Database }))
        {
            Report.Header("pages", $"{PagesFixture.Occurrences} occurrences, pages of {PageSize}");
            await AntennaDatabase.MigrateAsync(dataSource, cancellationToken);
            if (!options.Contains("reuse"))
                await PagesFixture.FillAsync(dataSource, cancellationToken);
            await MeasureAsync(dataSource, [.. options.Except(["keep", "reuse"])], cancellationToken);
        }

        if (!options.Contains("keep") && !options.Contains("reuse"))
            await ExecuteAsync(administration, $"drop database {Database} with (force)", cancellationToken);
    }

    private static async Task MeasureAsync(NpgsqlDataSource dataSource, string[] only, CancellationToken cancellationToken)
    {
        var contexts = new Contexts(dataSource);
        using var taxonomy = new CurrentTaxonomy(contexts);
        var list = new OccurrenceList(dataSource, taxonomy);
        var filters = new OccurrenceFilterCatalog(contexts, taxonomy);
        var search = new TaxonSearch(taxonomy);
        var sets = new CaptureSetCatalog(contexts, dataSource);
        var over = new List<string>();

        async Task Figure(string name, double target, Func<Task<string>> measured)
        {
            if (only.Length > 0 && !only.Any(part => name.Contains(part, StringComparison.Ordinal)))
                return;
            var samples = new List<double>();
            var what = "";
            for (var repetition = 0; repetition <= Repetitions; repetition++)
            {
                var started = Stopwatch.GetTimestamp();
                what = await measured();

                // The first one warms up, and is not counted.
                if (repetition > 0)
                    samples.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            Report.Figure($"pages.{name}", samples, "ms");
            Console.WriteLine($"#   target {target} ms; {what}");
            if (samples.Order().ElementAt(samples.Count / 2) > target)
                over.Add(name);
        }

        foreach (var (name, target, filter, order) in PagesQueries.All)
        {
            await Figure(name, target, async () =>
            {
                var page = await list.ReadAsync(filter, order, PageSize, null, cancellationToken);
                return $"{page.Items.Count} rows{(page.Next is null ? "" : " and more")}";
            });
        }

        var detections = new DetectionList(contexts);
        foreach (var (name, filter) in PagesQueries.Detections)
            await Figure(name, Simple, async () => $"{(await detections.ReadAsync(filter, PageSize, cursor: null, cancellationToken)).Items.Count} rows");
        var classifications = new ClassificationList(contexts);
        foreach (var (name, filter) in PagesQueries.Classifications)
            await Figure(name, Simple, async () => $"{(await classifications.ReadAsync(filter, PageSize, cursor: null, cancellationToken)).Items.Count} rows");

        var deep = await FarInAsync(list, cancellationToken);
        await Figure("far-in", Simple, async () => $"{(await list.ReadAsync(new() { ProjectId = PagesFixture.Project }, OccurrenceOrder.Newest, PageSize, deep, cancellationToken)).Items.Count} rows");
        var projects = new ProjectCatalog(contexts, dataSource);
        await Figure("start", Simple, async () => $"{(await projects.OverviewsAsync(12, cancellationToken)).Sum(project => project.Latest.Count)} pictures");
        await Figure("capture-sets", Simple, async () => $"{(await sets.ListAsync(null, PageSize, cursor: null, cancellationToken)).Items.Count} sets");
        var choices = new ChoiceCatalog(contexts);
        await Figure("choices-typed", Simple, async () => $"{(await choices.FindAsync(ChoiceKind.Station, PagesFixture.Project, "a", 12, cancellationToken)).Count} stations");
        await Figure("algorithms-that-ran", Simple, async () => $"{(await filters.AlgorithmsAsync(PagesFixture.Project, cancellationToken)).Count} algorithms");
        await Figure("names-typed", Simple, async () => $"{(await search.FindAsync("c per", 12, cancellationToken)).Count} suggestions");
        await Figure("classifiers-of-a-set", 20, async () =>
            string.Join(", ", (await sets.ClassifiersAsync(PagesFixture.NewestSet, cancellationToken)).Select(row => $"{row.Classifier.Name} {row.Results}")));
        Console.WriteLine(over.Count == 0 ? "# all within their targets" : $"# over their targets: {string.Join(", ", over)}");
    }

    /// <summary>The cursor behind the hundredth page.</summary>
    private static async Task<string?> FarInAsync(OccurrenceList list, CancellationToken cancellationToken)
    {
        string? cursor = null;
        for (var page = 0; page < 100; page++)
            cursor = (await list.ReadAsync(new() { ProjectId = PagesFixture.Project }, OccurrenceOrder.Newest, OccurrenceList.LargestPage, cursor, cancellationToken)).Next;
        return cursor;
    }

    private static async Task ExecuteAsync(NpgsqlDataSource dataSource, string sql, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    internal sealed class Contexts(NpgsqlDataSource dataSource) : IDbContextFactory<AntennaDbContext>
    {
        public AntennaDbContext CreateDbContext() => new(AntennaDatabase.Options(dataSource));
    }
}
