using System.Text.Json.Nodes;
using Antenna.Data.Import;
using Antenna.Data.Import.Pipeline;
using Antenna.Testing;
using Antenna.Testing.RunningAntennas;
using Xunit;

namespace Antenna.Data.Tests.Import.RunningAntenna;

/// <summary>What becomes of a project of a running Antenna that is imported here.</summary>
public sealed class AntennaImportTests(PostgresCluster cluster)
{
    [Fact]
    public async Task A_project_is_imported_as_the_same_content_of_a_file_is()
    {
        await using var bench = await AntennaBench.CreateAsync(cluster);
        await using var other = await ImportProject.CreateAsync(cluster);
        using var file = new ResultsFile();
        Rewrite(file, bench.There.Content);

        var report = await bench.ImportAsync();
        await other.ImportAsync(file, "Moths of the hill");

        Assert.Equal(4, report.Count("occurrences").New);
        Assert.DoesNotContain(report.Findings, finding => finding.Level is ImportFindingLevel.Warning || finding.Message.StartsWith("Scores", StringComparison.Ordinal));
        await PlaceAsync(other);
        Assert.Equal(await AntennaBench.ContentAsync(other.Database.DataSource), await AntennaBench.ContentAsync(bench.Here.Database.DataSource));
    }

    [Fact]
    public async Task Importing_again_fetches_only_what_is_new_and_leaves_the_rest_as_it_is()
    {
        await using var bench = await AntennaBench.CreateAsync(cluster);
        await bench.ImportAsync();
        var before = await AntennaBench.ContentAsync(bench.Here.Database.DataSource);
        bench.There.ForgetRequests();

        var same = await bench.ImportAsync();

        Assert.Empty(bench.There.Requested("occurrences/"));
        Assert.Empty(bench.There.Requested("classifications/"));
        Assert.Empty(bench.There.Requested("ml/labels/"));
        Assert.Equal(0, same.Counts.Sum(count => count.New + count.Changed));
        Assert.Equal(before, await AntennaBench.ContentAsync(bench.Here.Database.DataSource));

        bench.There.Content.AddCapture(9);
        bench.There.Content.AddOccurrence(9, 9, 0, 3, 0);
        var more = await bench.ImportAsync();

        Assert.Equal(["occurrences/9/"], bench.There.Requested("occurrences/"));
        Assert.Equal(["classifications/90/"], bench.There.Requested("classifications/"));
        Assert.Equal(1, more.Count("classifications").New);
        Assert.Equal(1, more.Count("captures").New);
        Assert.Equal(["Moths of the hill", "Moths of the hill 2"], await SetsAsync(bench.Here));
    }

    [Fact]
    public async Task A_newer_result_of_a_known_animal_comes_even_where_the_lists_say_the_same_of_it()
    {
        await using var bench = await AntennaBench.CreateAsync(cluster);
        await bench.ImportAsync();
        bench.There.ForgetRequests();
        var detection = bench.There.Content.Occurrences[1]["detections"]![0]!.AsObject();
        bench.There.Content.AddClassification(detection, 900, [0, 0, 4], "2026-07-01T08:00:00");

        var report = await bench.ImportAsync();

        Assert.Equal(["classifications/900/"], bench.There.Requested("classifications/"));
        Assert.Equal(1, report.Count("classifications").New);
        Assert.Equal(1, report.Count("classifications").Changed); // The older one does not count any more.
    }

    [Fact]
    public async Task Several_detections_of_an_animal_are_one_occurrence()
    {
        await using var bench = await AntennaBench.CreateAsync(cluster, animals: 2);
        bench.There.Content.AddDetection(bench.There.Content.Occurrences[0], 500, 2, 700, (500, [3, 1, 0]));
        await bench.ImportAsync();
        bench.There.Content.AddDetection(bench.There.Content.Occurrences[0], 501, 2, 900, (501, [3, 1, 0]));

        var report = await bench.ImportAsync();

        Assert.Equal((0, 1), (report.Count("occurrences").New, report.Count("detections").New));
        Assert.Equal("2 4 3", await ScalarAsync(bench.Here,
            "select (select count(*) from occurrences) || ' ' || (select count(*) from detections) || ' ' || (select max(count) from (select count(*) from detections group by occurrence_id) each)"));
    }

    /// <summary>They follow from their sources' logits, and a mask here makes them; what counts there has to count here.</summary>
    [Fact]
    public async Task Of_a_masked_lineage_the_source_comes_and_counts_and_one_put_aside_stays_so()
    {
        await using var bench = await AntennaBench.CreateAsync(cluster, animals: 2);
        var content = bench.There.Content;
        content.Algorithms.Add(new() { ["id"] = 34L, ["name"] = "Moths masked", ["key"] = "moths-masked", ["version"] = 1, ["category_map"] = AntennaContent.Map });
        var masked = content.AddClassification(Detection(content, 0), 800, [1, 2, 3], algorithm: 34);
        masked["applied_to"] = new JsonObject { ["id"] = 10 };
        Detection(content, 0)["classifications"]![0]!["terminal"] = false;
        content.AddClassification(Detection(content, 1), 801, null, algorithm: AntennaContent.SizeFilter);
        Detection(content, 1)["classifications"]![0]!["terminal"] = false;

        var report = await bench.ImportAsync();

        var rows = await bench.Here.ClassificationsAsync();
        Assert.Equal([true, false], rows.Select(row => row.Terminal));
        Assert.DoesNotContain("classifications/800/", bench.There.Requests);
        Assert.Contains(report.Findings, finding => finding.Message.StartsWith("Masked and other derived", StringComparison.Ordinal));
        Assert.Contains(report.Findings, finding => finding.Message.StartsWith("Classifications of what has no category map", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_had_is_said_and_the_rest_comes()
    {
        await using var bench = await AntennaBench.CreateAsync(cluster, animals: 3);
        var content = bench.There.Content;
        Detection(content, 0)["bbox"] = null;
        content.AddClassification(Detection(content, 1), 700, null, "2026-07-01T08:00:00");
        content.Classifications.Remove(30);

        var report = await bench.ImportAsync();

        Assert.Equal((3, 2, 3), (report.Count("detections").New, report.Count("occurrences").New, report.Count("classifications").New));
        foreach (var said in (string[])["Detections without a box", "Classifications of Moth classifier have no logits", "Things that a list named were gone", "The API does not tell which detector"])
            Assert.Contains(report.Findings, finding => finding.Message.StartsWith(said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_capture_set_only_its_captures_and_what_is_on_them_come()
    {
        await using var bench = await AntennaBench.CreateAsync(cluster);
        bench.There.Content.CaptureSets.Add(new() { ["id"] = 61, ["name"] = "First night", ["source_images_count"] = 2, ["members"] = new JsonArray(1L, 2L) });

        var report = await bench.ImportAsync(request => request with { RemoteCaptureSetId = 61 });

        Assert.Equal((2, 2), (report.Count("captures").New, report.Count("classifications").New));
        Assert.Equal(["First night"], await SetsAsync(bench.Here));
        Assert.Equal(["classifications/10/", "classifications/20/"], bench.There.Requested("classifications/").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_box_that_a_file_brought_to_the_same_capture_is_the_same_detection_whichever_came_first()
    {
        await using var bench = await AntennaBench.CreateAsync(cluster);
        await using var other = await AntennaBench.CreateAsync(cluster, animals: 0);
        using var file = new ResultsFile();
        Rewrite(file, bench.There.Content, "boxes");
        bench.There.Content.Captures.ForEach(other.There.Content.Captures.Add);
        bench.There.Content.Occurrences.ForEach(other.There.Content.Occurrences.Add);
        foreach (var (id, numbers) in bench.There.Content.Classifications)
            other.There.Content.Classifications[id] = numbers;

        await bench.Here.ImportAsync(file, "Moths of the hill");
        var after = await bench.ImportAsync();
        await other.ImportAsync();
        var told = await other.Here.ImportAsync(file, "Moths of the hill");

        foreach (var report in (PipelineResultsReport[])[after, told])
            Assert.Equal((0, 0, 0), (report.Count("detections").New, report.Count("occurrences").New, report.Count("classifications").New));
        const string detectors = "select string_agg(distinct key, ',') from detections join algorithms on algorithms.id = detections.algorithm_id";
        Assert.Equal(("boxes", "boxes"), (await ScalarAsync(bench.Here, detectors), await ScalarAsync(other.Here, detectors)));
        Assert.Equal(0, (await other.ImportAsync()).Count("detections").New);
    }

    [Fact]
    public async Task Of_several_detectors_with_one_box_only_one_is_the_detector_that_was_not_told()
    {
        await using var bench = await AntennaBench.CreateAsync(cluster, animals: 1);
        await bench.ImportAsync();
        using var file = new ResultsFile();
        Rewrite(file, bench.There.Content, "boxes");
        file.Json["algorithms"]!["circles"] = new JsonObject { ["name"] = "Circles" };
        var second = file.Detections[0]!.DeepClone();
        second["algorithm"] = ResultsFile.Reference("circles");
        file.Detections.Add(second);

        var report = await bench.Here.ImportAsync(file, "Moths of the hill");

        Assert.Equal((1, 1), (report.Count("detections").New, report.Count("occurrences").New));
        Assert.Equal(0, (await bench.Here.ImportAsync(file, "Moths of the hill")).Count("detections").New);
    }

    [Fact]
    public async Task What_was_deleted_there_stays_here_and_is_counted()
    {
        await using var bench = await AntennaBench.CreateAsync(cluster);
        var content = bench.There.Content;
        content.Identify(1, 4, "Maria", 51, "2026-06-03T10:00:00");
        await bench.ImportAsync();
        content.Captures.RemoveAt(3);
        content.Occurrences.RemoveAt(3);
        content.Classifications.Remove(40);
        content.Identifications.Clear();

        var report = await bench.ImportAsync();

        foreach (var what in (string[])["Captures", "Occurrences", "Classifications"])
            Assert.Equal(1, Assert.Single(report.Findings, finding => finding.Message.StartsWith($"{what} that were imported before", StringComparison.Ordinal)).Count);
        Assert.Equal("4 4 4 1", await ScalarAsync(bench.Here,
            "select (select count(*) from captures) || ' ' || (select count(*) from occurrences) || ' ' || (select count(*) from classifications) || ' ' || (select count(*) from identifications)"));
    }

    [Fact]
    public async Task A_check_counts_what_would_come_and_writes_and_fetches_nothing()
    {
        await using var bench = await AntennaBench.CreateAsync(cluster);
        await bench.ImportAsync();
        bench.There.Content.AddCapture(9);
        bench.There.Content.AddOccurrence(9, 9, 0, 3, 0);
        bench.There.ForgetRequests();
        var before = await Antenna.Testing.Scenarios.DatabaseContent.ReadEverythingAsync(bench.Here.Database.DataSource);

        var report = await bench.RunAsync(request => request with { Mode = ImportMode.CheckOnly });

        Assert.True(report.CheckOnly);
        foreach (var what in (string[])["captures", "occurrences", "classifications"])
            Assert.Equal((1, 4), (report.Count(what).New, report.Count(what).Unchanged));
        Assert.DoesNotContain(bench.There.Requests, path => !path.Contains('?', StringComparison.Ordinal));
        Antenna.Testing.Scenarios.DatabaseContent.AssertEqual(before, await Antenna.Testing.Scenarios.DatabaseContent.ReadEverythingAsync(bench.Here.Database.DataSource));
    }

    private static JsonObject Detection(AntennaContent content, int occurrence) => content.Occurrences[occurrence]["detections"]![0]!.AsObject();

    /// <summary>The same in the shape of pipeline results.</summary>
    private static void Rewrite(ResultsFile file, AntennaContent content, string detector = UntoldDetector.Key)
    {
        file.Json["algorithms"] = new JsonObject
        {
            [detector] = new JsonObject { ["name"] = detector == UntoldDetector.Key ? UntoldDetector.Name : detector },
            ["moths"] = new JsonObject { ["name"] = "Moth classifier", ["key"] = "moths", ["version"] = 1, ["category_map"] = content.CategoryMap.DeepClone() },
        };
        file.Json["source_images"] = new JsonArray([.. content.Captures.Select(capture => new JsonObject { ["id"] = $"{capture["id"]}", ["url"] = $"{capture["url"]}" })]);
        file.SaveCaptures("id,timestamp,width,height,deployment\n" + string.Concat(content.Captures.Select(capture =>
            $"{capture["id"]},{capture["timestamp"]},{capture["width"]},{capture["height"]},Hill\n")));
        foreach (var detection in content.Occurrences.SelectMany(occurrence => occurrence["detections"]!.AsArray()))
        {
            var (box, row) = (detection!["bbox"]!, detection["classifications"]![0]!);
            file.Detections.Add(new JsonObject
            {
                ["source_image_id"] = $"{detection["capture"]!["id"]}",
                ["bbox"] = new JsonObject { ["x1"] = (double)box[0]!, ["y1"] = (double)box[1]!, ["x2"] = (double)box[2]!, ["y2"] = (double)box[3]! },
                ["algorithm"] = new JsonObject { ["key"] = detector },
                ["crop_image_url"] = $"{detection["url"]}",
                ["classifications"] = new JsonArray(new JsonObject
                {
                    ["classification"] = "Actias luna", ["scores"] = new JsonArray(), ["logits"] = content.Classifications[(long)row["id"]!]["logits"]!.DeepClone(),
                    ["algorithm"] = ResultsFile.Reference("moths"), ["terminal"] = true, ["timestamp"] = $"{row["created_at"]}",
                }),
            });
        }
    }

    /// <summary>A file does not say where stations are.</summary>
    private static Task<string> PlaceAsync(ImportProject project) =>
        ScalarAsync(project, "update deployments set latitude = 44.5, longitude = -72.5 returning name");

    private static async Task<string> ScalarAsync(ImportProject project, string sql)
    {
        await using var command = project.Database.DataSource.CreateCommand(sql);
        return (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private static async Task<string[]> SetsAsync(ImportProject project) =>
        (await ScalarAsync(project, "select string_agg(name, ',' order by id) from capture_sets")).Split(',');
}
