using System.Text.Json.Nodes;
using Antenna.Core.Predictions;
using Antenna.Data.Import;
using Antenna.Data.Import.Pipeline;
using Antenna.Data.Import.Tables;
using Antenna.Data.Model;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Import;

/// <summary>Captures, their companion table, their folder, and the set that they become.</summary>
public sealed class CapturesTests(PostgresCluster cluster) : ResultsImportTests(cluster)
{
    [Fact]
    public async Task The_companion_table_adds_what_the_results_lack()
    {
        Results.SaveCaptures("id,path,timestamp,width,height,deployment\n1,captures/one.jpg,2026-06-01T22:15:30,4096,2160,Orchard\n2,,2026-06-01 23:00:00+02:00,,,\n");
        Results.Add(ResultsFile.Logits(0, 2, 1));

        await Project.ImportAsync(Results);

        await using var context = Project.Database.CreateDbContext();
        var captures = await context.Captures.OrderBy(capture => capture.Path).ToListAsync(Token);
        var orchard = await context.Deployments.SingleAsync(Token);
        Assert.Equal(
            [("captures/one.jpg", Clock(22, 15, 30), 4096, 2160, orchard.Id), ("captures/two.jpg", Clock(23, 0, 0), null, null, (long?)null)],
            captures.Select(capture => (capture.Path, capture.CapturedAt, capture.Width, capture.Height, capture.DeploymentId)));
        var occurrence = await context.Occurrences.SingleAsync(Token);
        Assert.Equal((orchard.Id, Clock(22, 15, 30)), (occurrence.DeploymentId, occurrence.FirstSeenAt));
        Assert.Equal(Results.Folder, (await context.PictureFolders.SingleAsync(Token)).Path);
    }

    [Fact]
    public async Task The_companion_table_is_read_as_it_is_chosen_and_its_report_says_how()
    {
        var shapes = new List<TableShape>();
        await File.WriteAllBytesAsync(Path.Combine(Results.Folder, "captures.csv"), TextEncodings.MacRoman.GetBytes("id|path,a|deployment\n1|one,1.jpg|Wäldchen\n2|two,2.jpg|Wäldchen\n"), Token);

        var report = await ImportAsync(new() { Encoding = "windows-1252", Separator = '|' }, shapes.Add);

        await using var context = Project.Database.CreateDbContext();
        Assert.Equal("WŠldchen", (await context.Deployments.SingleAsync(Token)).Name);
        Finding(report, "Read as Windows-1252 (chosen), fields separated by '|', header in line 1.");
        Assert.Equal(("captures.csv", "id,path,a,deployment"), Assert.Single(shapes) is var shape ? (shape.File, string.Join(',', shape.Headers)) : default);
    }

    [Fact]
    public async Task A_reading_of_captures_is_refused_where_there_is_no_table_of_them()
    {
        var refusal = await Assert.ThrowsAsync<ImportRefusedException>(() => ImportAsync(new() { Encoding = "macintosh" }));

        Assert.Contains("has no table of captures", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_corrected_table_corrects_captures_and_their_occurrences_and_forgets_nothing()
    {
        Results.SaveCaptures("id,timestamp,width,height,deployment\n1,2026-06-01T22:15:30,4096,2160,Orchard\n");
        Results.Add(ResultsFile.Logits(0, 2, 1));
        await Project.ImportAsync(Results);
        Results.SaveCaptures("id,timestamp,deployment\n1,2026-06-01T21:15:30,Meadow\n");

        var report = await Project.ImportAsync(Results);

        await using var context = Project.Database.CreateDbContext();
        var meadow = await context.Deployments.SingleAsync(deployment => deployment.Name == "Meadow", Token);
        var occurrence = await context.Occurrences.SingleAsync(Token);
        Assert.Equal((0, 1, 1), (report.Count("captures").New, report.Count("captures").Changed, report.Count("captures").Unchanged));
        Assert.Equal((meadow.Id, Clock(21, 15, 30)), (occurrence.DeploymentId, occurrence.FirstSeenAt));
        Assert.Equal(4096, (await context.Captures.SingleAsync(capture => capture.Path == "captures/one.jpg", Token)).Width);
    }

    [Fact]
    public async Task Rows_of_captures_that_the_results_do_not_name_are_left_out_and_reported()
    {
        Results.SaveCaptures("id,width\n1,100\n7,100\n");

        var report = await Project.ImportAsync(Results);

        var finding = Assert.Single(report.Findings, finding => finding.Message.Contains("name no source image", StringComparison.Ordinal));
        Assert.Equal((1, 3), (finding.Count, finding.Examples[0].Place.Line));
    }

    [Fact]
    public async Task Paths_are_kept_in_one_form_and_stay_inside_the_folder()
    {
        Results.Json["source_images"]![0]!["url"] = @".\captures\one.jpg";
        Results.Json["source_images"]![1]!["url"] = Path.Combine(Results.Folder, "captures", "two.jpg");

        await Project.ImportAsync(Results);

        await using var context = Project.Database.CreateDbContext();
        Assert.Equal(["captures/one.jpg", "captures/two.jpg"], await context.Captures.Select(capture => capture.Path).Order().ToListAsync(Token));
    }

    [Fact]
    public async Task The_set_of_this_name_with_the_same_captures_is_that_set()
    {
        var first = await Project.ImportAsync(Results);

        var second = await Project.ImportAsync(Results);

        Assert.Equal(first.CaptureSetId, second.CaptureSetId);
        Assert.Equal((0, 1), (second.Count("capture sets").New, second.Count("capture sets").Unchanged));
    }

    [Fact]
    public async Task A_set_never_changes_so_other_captures_need_another_name()
    {
        await Project.ImportAsync(Results, "June");
        await Project.ImportAsync(Results, "June 2");
        Results.Json["source_images"]![1]!["url"] = "captures/three.jpg";

        var refusal = await Assert.ThrowsAsync<ImportRefusedException>(() => Project.ImportAsync(Results, "June"));

        Assert.Contains("holds 2 captures and never changes, and this file has 2, 1 of them the same", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("'June 3'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Captures_known_from_another_folder_stay_there_until_it_is_gone()
    {
        await Project.ImportAsync(Results);
        using var copy = new ResultsFile();
        var report = await Project.ImportAsync(copy);
        Assert.Contains(report.Findings, finding => finding.Message.Contains("known from another folder", StringComparison.Ordinal));
        Assert.Equal([Results.Folder], await FoldersInUseAsync());

        Directory.Delete(Results.Folder, recursive: true);
        await Project.ImportAsync(copy);

        Assert.Equal([copy.Folder], await FoldersInUseAsync());
        Directory.CreateDirectory(Results.Folder);
    }

    [Fact]
    public async Task Photographs_of_one_path_with_other_times_in_one_file_are_captures_of_their_own_however_often_it_is_imported()
    {
        NameAlike("DCIM/IMAG0001.JPG", 3);
        Results.SaveCaptures("id,timestamp,deployment\n1,2026-06-02T22:00:00,Meadow\n2,2026-06-01T22:00:00,Meadow\n3,,\n");
        Results.Add(ResultsFile.Logits(0, 2, 1), image: "1");
        Results.Add(ResultsFile.Logits(0, 2, 1), image: "2");
        Results.Add(ResultsFile.Logits(0, 2, 1), image: "3", x: 70);

        var report = await Project.ImportAsync(Results);

        Assert.Equal(2, report.Count("captures").New);
        Assert.Contains(report.Findings, finding => finding.Message.Contains("taken as different captures", StringComparison.Ordinal) && finding.Count == 1);
        await using var context = Project.Database.CreateDbContext();
        var seen = await context.Detections.Where(detection => detection.OccurrenceId != null)
            .Join(context.Captures, detection => detection.CaptureId, capture => capture.Id, (_, capture) => capture.CapturedAt!.Value.Day)
            .OrderBy(day => day).ToListAsync(Token);

        // Of the third nothing is known that says it is another than the first. The folder has one picture of that path.
        Assert.Equal([1, 2, 2], seen);
        Assert.Equal([true, false], await context.Captures.OrderBy(capture => capture.CapturedAt).Select(capture => capture.PictureFolderId != null).ToListAsync(Token));
        var content = await DatabaseContent.ReadEverythingAsync(Project.Database.DataSource);
        var again = await Project.ImportAsync(Results);
        Assert.All(again.Counts, count => Assert.Equal((0, 0), (count.New, count.Changed)));
        DatabaseContent.AssertEqual(content, await DatabaseContent.ReadEverythingAsync(Project.Database.DataSource));
    }

    [Fact]
    public async Task Of_photographs_of_one_path_one_that_was_known_with_less_is_the_first_of_them_and_no_other()
    {
        NameAlike("latest.jpg", 1);
        await Project.ImportAsync(Results, "One");
        NameAlike("latest.jpg", 3);
        Results.SaveCaptures("id,timestamp\n1,2026-06-03T22:00:00\n2,2026-06-01T22:00:00\n3,2026-06-02T22:00:00\n");

        var report = await Project.ImportAsync(Results, "Three");

        Assert.Equal((2, 1, 0), (report.Count("captures").New, report.Count("captures").Changed, report.Count("captures").Unchanged));
        await using var context = Project.Database.CreateDbContext();
        Assert.Equal([1, 2, 3], await context.Captures.OrderBy(capture => capture.Id).Select(capture => capture.CapturedAt!.Value.Day).ToListAsync(Token));
    }

    private Task<PipelineResultsReport> ImportAsync(TableReading captures, Action<TableShape>? onTable = null) =>
        new PipelineResultsImport(Project.Database.DataSource, NotATaxonLabels.Default, TimeProvider.System).RunAsync(
            new(Results.Save(), "Moth garden", "June") { CapturesReading = captures, OnTable = onTable }, null, Token);

    /// <summary>As many source images, numbered from 1, that all have one path.</summary>
    private void NameAlike(string path, int count) => Results.Json["source_images"] = new JsonArray(
        [.. Enumerable.Range(1, count).Select(id => new JsonObject { ["id"] = $"{id}", ["url"] = path })]);

    private async Task<List<string>> FoldersInUseAsync()
    {
        await using var context = Project.Database.CreateDbContext();
        return await context.Set<PictureFolder>()
            .Where(folder => context.Captures.Any(capture => capture.PictureFolderId == folder.Id))
            .Select(folder => folder.Path)
            .ToListAsync(Token);
    }

    private static DateTime? Clock(int hour, int minute, int second) => new(2026, 6, 1, hour, minute, second, DateTimeKind.Unspecified);
}
