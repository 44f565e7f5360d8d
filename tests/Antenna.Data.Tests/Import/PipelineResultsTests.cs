using System.Text.Json.Nodes;
using Antenna.Core.Predictions;
using Antenna.Data.Import;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Import;

/// <summary>What becomes of what a results file holds.</summary>
public sealed class PipelineResultsTests(PostgresCluster cluster) : ResultsImportTests(cluster)
{
    [Fact]
    public async Task A_detection_with_a_box_becomes_an_occurrence_determined_by_its_result()
    {
        Results.Add(ResultsFile.Logits(0, 2, 1));

        await Project.ImportAsync(Results);

        await using var context = Project.Database.CreateDbContext();
        var occurrence = await context.Occurrences.SingleAsync(Token);
        var detection = await context.Detections.SingleAsync(Token);
        var io = await Project.TaxonAsync("Automeris io");
        var score = Math.Exp(2) / (Math.Exp(0) + Math.Exp(2) + Math.Exp(1));
        Assert.Equal((io, io), (occurrence.DeterminationTaxonId, occurrence.MachineTaxonId));
        Assert.Equal(score, occurrence.DeterminationScore!.Value, 1e-9);
        Assert.Equal((0, 10, 50, 60.5), (detection.X1, detection.Y1, detection.X2, detection.Y2));
        Assert.Equal((occurrence.Id, "crops/1-0.jpg"), (detection.OccurrenceId, detection.CropPath));
    }

    [Fact]
    public async Task A_source_is_the_answer_of_all_classes_with_its_logits_and_its_best_classes()
    {
        Results.Add(ResultsFile.Logits(0, 2, 1), timestamp: "2026-06-01T22:00:00.123456");

        await Project.ImportAsync(Results);

        var row = Assert.Single(await Project.ClassificationsAsync());
        Assert.Equal((row.Id, null, true, 1), (row.LineageId, row.AppliedToId, row.Terminal, row.ClassIndex));
        Assert.Equal([1, 2, 0], row.TopClasses!);
        Assert.Equal(1, row.TopScores!.Sum(), 1e-9);
        Assert.Equal((row.Score, row.Score), (row.AbsoluteScore, row.TopScores![0]));
        Assert.Equal(new DateTime(2026, 6, 1, 22, 0, 0, 123, 456, DateTimeKind.Utc), row.CreatedAt);
        var logits = await Project.LogitsAsync(row.Id);
        Assert.Equal([0, 2, 1], logits!);
    }

    [Fact]
    public async Task A_timestamp_with_a_zone_is_that_point_in_time()
    {
        Results.Add(ResultsFile.Logits(0, 2, 1), timestamp: "2026-06-01T22:00:00-04:00");

        await Project.ImportAsync(Results);

        Assert.Equal(new DateTime(2026, 6, 2, 2, 0, 0, DateTimeKind.Utc), Assert.Single(await Project.ClassificationsAsync()).CreatedAt);
    }

    [Fact]
    public async Task Members_may_stand_in_any_order_and_unknown_ones_are_passed_over()
    {
        Results.Add(ResultsFile.Logits(0, 2, 1))["unheard_of"] = new JsonArray(1, new JsonObject { ["detections"] = new JsonArray() });
        var detections = Results.Json["detections"]!.DeepClone();
        Results.Json.Remove("detections");
        Results.Json.Insert(0, "detections", detections);
        Results.Json.Insert(1, "config", new JsonObject { ["source_images"] = new JsonArray(new JsonArray()) });

        var report = await Project.ImportAsync(Results);

        Assert.Equal((1, 1), (report.Count("detections").New, report.Count("classifications").New));
    }

    [Fact]
    public async Task A_null_box_is_no_animal_and_has_no_occurrence_however_often_it_comes()
    {
        var nothing = Results.Add(ResultsFile.Logits(0, 2, 1));
        nothing["bbox"] = null;
        nothing["classifications"] = new JsonArray();

        var first = await Project.ImportAsync(Results);
        var second = await Project.ImportAsync(Results);

        Assert.Equal((1, 0), (first.Count("detections").New, first.Count("occurrences").New));
        Assert.Equal((0, 1), (second.Count("detections").New, second.Count("detections").Unchanged));
    }

    [Fact]
    public async Task The_same_box_of_the_same_detector_is_the_same_detection()
    {
        Results.Add(ResultsFile.Logits(0, 2, 1));
        Results.Add(ResultsFile.Logits(3, 2, 1), timestamp: "2026-06-01T23:00:00");

        var report = await Project.ImportAsync(Results);

        Assert.Equal((1, 1), (report.Count("detections").New, report.Count("detections").Unchanged));
        Assert.Equal([false, true], (await Project.ClassificationsAsync()).OrderBy(row => row.CreatedAt).Select(row => row.Terminal));
    }

    [Fact]
    public async Task Crops_that_come_later_are_added_and_those_known_stay()
    {
        Results.Add(ResultsFile.Logits(0, 2, 1))["crop_image_url"] = null;
        await Project.ImportAsync(Results);
        Results.Detections[0]!["crop_image_url"] = "https://example.org/crop.jpg";

        var report = await Project.ImportAsync(Results);
        Results.Detections[0]!["crop_image_url"] = "crops/other.jpg";
        await Project.ImportAsync(Results);

        await using var context = Project.Database.CreateDbContext();
        Assert.Equal(1, report.Count("detections").Changed);
        Assert.Equal("https://example.org/crop.jpg", (await context.Detections.SingleAsync(Token)).CropPath);
    }

    [Fact]
    public async Task A_box_that_covers_nothing_is_imported_and_reported()
    {
        Results.Add(ResultsFile.Logits(0, 2, 1))["bbox"] = new JsonObject { ["x1"] = 5, ["y1"] = 5, ["x2"] = 5, ["y2"] = 9 };

        var report = await Project.ImportAsync(Results);

        Assert.Equal("$.detections[0]", Finding(report, "cover nothing").Examples[0].Place.JsonPath);
        Assert.Equal(1, report.Count("occurrences").New);
    }

    [Fact]
    public async Task Classes_are_a_taxon_by_key_or_name_not_a_taxon_or_unresolved()
    {
        var data = Results.MothClassifier["category_map"]!["data"]!.AsArray();
        data[1]!["label"] = "Io moth, female";
        data.Add(new JsonObject { ["index"] = 3, ["label"] = "trap frame", ["taxon_rank"] = "NON-TAXON" });
        data.Add(new JsonObject { ["index"] = 4, ["label"] = "Nomen nescio" });
        Results.Add(ResultsFile.Logits(0, 9, 1, 0, 0));

        var report = await Project.ImportAsync(Results);

        await using var context = Project.Database.CreateDbContext();
        var classes = await context.CategoryMapClasses.OrderBy(stored => stored.Index).ToListAsync(Token);
        Assert.Equal(
            [ClassMeaning.Taxon, ClassMeaning.Taxon, ClassMeaning.NotATaxon, ClassMeaning.NotATaxon, ClassMeaning.Unresolved],
            classes.Select(stored => stored.Meaning));
        Assert.Equal(await Project.TaxonAsync("Automeris io"), classes[1].TaxonId);
        Assert.Equal(classes[1].TaxonId, Assert.Single(await Project.ClassificationsAsync()).TaxonId);
        var classifier = Assert.Single(report.Classifiers);
        Assert.Equal(("Moth classifier", 2, 2, 1), (classifier.Name, classifier.Taxa, classifier.NotATaxon, classifier.Unresolved));
        Assert.Equal("Nomen nescio", Finding(report, "to no taxon").Examples.Single().Detail);
    }

    [Fact]
    public async Task A_category_map_of_labels_alone_has_them_in_the_order_of_the_logits()
    {
        Results.MothClassifier["category_map"] = new JsonObject { ["labels"] = new JsonArray("background", "Actias luna") };
        Results.Add(ResultsFile.Logits(0, 2));

        await Project.ImportAsync(Results);

        Assert.Equal(await Project.TaxonAsync("Actias luna"), Assert.Single(await Project.ClassificationsAsync()).TaxonId);
    }

    [Fact]
    public async Task Labels_that_contradict_the_classes_are_reported_and_the_classes_count()
    {
        Results.MothClassifier["category_map"]!["labels"] = new JsonArray("Automeris io", "Actias luna", "background");
        Results.Add(ResultsFile.Logits(0, 2, 1));

        var report = await Project.ImportAsync(Results);

        Assert.Equal(2, Finding(report, "labels differ from its data").Count);
        Assert.Equal(await Project.TaxonAsync("Automeris io"), Assert.Single(await Project.ClassificationsAsync()).TaxonId);
    }

    [Fact]
    public async Task The_same_key_and_version_with_other_classes_is_another_algorithm()
    {
        Results.Add(ResultsFile.Logits(0, 2, 1));
        await Project.ImportAsync(Results);
        Results.MothClassifier["category_map"]!["data"]![0]!["label"] = "Actias selene";

        var report = await Project.ImportAsync(Results);

        Assert.Equal((1, 1), (report.Count("algorithms").New, report.Count("algorithms").Unchanged));
        Assert.Contains("moths, version 1", Finding(report, "known with other classes").Examples[0].Detail!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_that_the_pipeline_delivers_are_reported()
    {
        Results.Json["errors"] = new JsonArray("out of memory on image 2");

        var report = await Project.ImportAsync(Results);

        Assert.Contains("image 2", Finding(report, "errors of its own").Examples[0].Detail!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_reports_what_an_import_would_and_writes_nothing()
    {
        Results.Add(ResultsFile.Logits(0, 2, 1));
        Results.Add(ResultsFile.Logits(0, double.MaxValue), x: 100);
        var before = await DatabaseContent.ReadEverythingAsync(Project.Database.DataSource);

        var check = await Project.ImportAsync(Results, mode: ImportMode.CheckOnly);
        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadEverythingAsync(Project.Database.DataSource));
        var import = await Project.ImportAsync(Results);

        Assert.Equal((true, null, null), (check.CheckOnly, check.ProjectId, check.CaptureSetId));
        Assert.Equal(import.Counts, check.Counts);
        Assert.Equal(import.Findings.Select(finding => finding.Message), check.Findings.Select(finding => finding.Message));
        Assert.NotNull(import.CaptureSetId);
    }
}
