using Antenna.Core.Predictions;
using Antenna.Data.Import;
using Antenna.Data.Import.Identifications;
using Antenna.Data.Import.Pipeline;
using Antenna.Data.Import.Taxa;
using Antenna.Data.Model;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Import;

/// <summary>Captures as the files of curators have them.</summary>
public sealed class FieldCapturesTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase? _database;

    private TestDatabase Database => _database!;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateAsync(cluster);

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    [Theory]
    [InlineData("night1", "night2")]
    [InlineData("night2", "night1")]
    public async Task The_same_path_from_two_cards_is_two_captures_however_often_they_are_imported(string first, string second)
    {
        foreach (var card in new[] { first, second })
            Assert.Equal(1, (await ImportCardAsync(card)).Count("captures").New);
        var content = await DatabaseContent.ReadEverythingAsync(Database.DataSource);

        foreach (var card in new[] { second, first })
        {
            var again = await ImportCardAsync(card);
            Assert.All(again.Counts, count => Assert.Equal((0, 0), (count.New, count.Changed)));
        }

        DatabaseContent.AssertEqual(content, await DatabaseContent.ReadEverythingAsync(Database.DataSource));
        await using var context = Database.CreateDbContext();
        var seen = await context.Detections
            .Join(context.Captures, detection => detection.CaptureId, capture => capture.Id, (detection, capture) => new { detection.OccurrenceId, capture })
            .Join(context.Set<PictureFolder>(), row => row.capture.PictureFolderId, folder => folder.Id, (row, folder) => new { row.OccurrenceId, row.capture.CapturedAt, folder.Path })
            .OrderBy(row => row.CapturedAt)
            .ToListAsync(Token);
        Assert.Equal([SharedData.Folder("cases", "field", "same-file-names", "night1"), SharedData.Folder("cases", "field", "same-file-names", "night2")], seen.Select(row => row.Path));
        Assert.Equal(2, seen.Select(row => row.OccurrenceId).Distinct().Count());
        Assert.Equal([1, 2], seen.Select(row => row.CapturedAt!.Value.Day));
    }

    [Theory]
    [InlineData("nanos.csv", "2024-06-01T22:00:00", null, null)]
    [InlineData("exif-sub.csv", "2024-06-01T22:00:00.123", null, null)]
    [InlineData("exif-zero.csv", null, null, "time of these captures is unknown")]
    [InlineData("float-size.csv", null, 640, null)]
    [InlineData("zero-size.csv", null, null, "size of these captures is unknown")]
    public async Task A_tables_values_of_a_capture_are_read_or_unknown_and_never_refuse_it(string table, string? time, int? width, string? warning)
    {
        var request = new PipelineResultsRequest(SharedData.File("cases", "field", "captures", "r.json"), "Field", "June")
        {
            Captures = SharedData.File("cases", "field", "captures", table),
        };

        var report = await ImportAsync(request);

        await using var context = Database.CreateDbContext();
        var capture = await context.Captures.SingleAsync(Token);
        Assert.Equal((time, width), (capture.CapturedAt?.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF", null), capture.Width));
        var warnings = report.Findings.Where(finding => finding.Level is ImportFindingLevel.Warning && finding.Message.Contains("of these captures", StringComparison.Ordinal)).ToList();
        Assert.Equal(warning is null ? 0 : 1, warnings.Count);
        Assert.All(warnings, found => Assert.Contains(warning!, found.Message, StringComparison.Ordinal));
        Assert.All(warnings, found => Assert.Equal((table, 2), (found.Examples[0].Place.File, found.Examples[0].Place.Line)));

        var again = await ImportAsync(request);
        Assert.All(again.Counts, count => Assert.Equal((0, 0), (count.New, count.Changed)));
        Assert.Equal(warnings.Count, again.Findings.Count(finding => finding.Level is ImportFindingLevel.Warning && finding.Message.Contains("of these captures", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("2026-06-01T22:15:30,4096,2160,Orchard", "2026-06-01T22:15:30,4096,2160,Orchard", 1)]
    [InlineData("2026-06-01T22:15:30,4096,2160,Orchard", ",,,", 1)]
    [InlineData(",,,", "2026-06-01T22:15:30,4096,2160,Orchard", 1)]
    [InlineData("2026-06-01T22:15:30,,,", ",4096,2160,Orchard", 1)]
    [InlineData("2026-06-01T22:15:30,4096,2160,Orchard", "2026-06-02T22:15:30,4096,2160,Orchard", 2)]
    [InlineData("2026-06-01T22:15:30,4096,2160,Orchard", "2026-06-01T22:15:30,4096,2160,Meadow", 2)]
    [InlineData("2026-06-01T22:15:30,4096,2160,Orchard", "2026-06-01T22:15:30,2048,2160,Orchard", 2)]
    [InlineData("2026-06-01T22:15:30,,,", "2026-06-02T22:15:30,,,", 2)]
    public async Task The_same_path_of_another_folder_is_the_same_capture_where_nothing_known_contradicts_it(string here, string there, int captures)
    {
        using var first = CardOf(here);
        using var second = CardOf(there);

        foreach (var card in new[] { first, second, second, first })
            await ImportAsync(new(card.Save(), "Field", Path.GetFileName(card.Folder)));

        await using var context = Database.CreateDbContext();
        Assert.Equal(captures, await context.Captures.CountAsync(Token));
        Assert.Equal(captures, await context.Occurrences.CountAsync(Token));
    }

    [Fact]
    public async Task Names_that_programs_encode_differently_are_the_same_and_paths_stay_as_they_are_written()
    {
        const string composed = "W\u00e4ldchen", decomposed = "Wa\u0308ldchen";
        using var first = CardOf($",,,{composed}");
        using var second = CardOf($",,,{decomposed}");
        first.MothClassifier["category_map"]!["data"]![1]!["label"] = composed;
        second.MothClassifier["category_map"]!["data"]![1]!["label"] = decomposed;
        foreach (var card in new[] { first, second })
            card.Json["source_images"]![0]!["url"] = $"{decomposed}.jpg";

        await ImportAsync(new(first.Save(), "Field", "First"));
        var again = await ImportAsync(new(second.Save(), "Field", "Second"));

        Assert.All(again.Counts.Where(count => count.What != "capture sets"), count => Assert.Equal((0, 0), (count.New, count.Changed)));
        await using var context = Database.CreateDbContext();
        Assert.Equal(composed, (await context.Deployments.SingleAsync(Token)).Name);
        Assert.Equal($"{decomposed}.jpg", (await context.Captures.SingleAsync(Token)).Path);
    }

    [Fact]
    public async Task Crops_of_the_same_path_are_those_of_the_folder_that_the_identifications_lie_in()
    {
        using var first = CardOf("2026-06-01T22:15:30,,,");
        using var second = CardOf("2026-06-02T22:15:30,,,");
        foreach (var card in new[] { first, second })
            await ImportAsync(new(card.Save(), "Field", Path.GetFileName(card.Folder)));
        var taxa = Path.Combine(second.Folder, "taxa.csv");
        await File.WriteAllTextAsync(taxa, "name,rank\nActias luna,species\n", Token);
        await new TaxaImport(Database.DataSource, NotATaxonLabels.Default, TimeProvider.System).RunAsync(new(taxa), null, Token);
        var table = Path.Combine(second.Folder, "identifications.csv");
        await File.WriteAllTextAsync(table, "crop,scientific_name\ncrops/1-0.jpg,Actias luna\n", Token);

        var report = await new IdentificationsImport(Database.DataSource, TimeProvider.System).RunAsync(new(table, "Field", "Curator"), null, Token);

        Assert.Equal(1, report.Count("identifications").New);
        await using var context = Database.CreateDbContext();
        var verified = await context.Occurrences.SingleAsync(occurrence => occurrence.Verified, Token);
        Assert.Equal(2, verified.FirstSeenAt!.Value.Day);
    }

    private static ResultsFile CardOf(string details)
    {
        var card = new ResultsFile();
        card.Json["source_images"]!.AsArray().RemoveAt(1);
        card.Add(ResultsFile.Logits(0, 2, 1));
        card.SaveCaptures($"id,timestamp,width,height,deployment\n1,{details}\n");
        return card;
    }

    private Task<PipelineResultsReport> ImportCardAsync(string card) =>
        ImportAsync(new(SharedData.File("cases", "field", "same-file-names", card, "results.json"), "Field", card));

    private Task<PipelineResultsReport> ImportAsync(PipelineResultsRequest request) =>
        new PipelineResultsImport(Database.DataSource, NotATaxonLabels.Default, TimeProvider.System).RunAsync(request, null, Token);

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
