using Antenna.Core.Predictions;
using Antenna.Data.Import.Pipeline;
using Antenna.Data.Model;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Import;

/// <summary>Results that come again, newer ones, and older ones that come late.</summary>
public sealed class RepeatedResultsTests(PostgresCluster cluster) : ResultsImportTests(cluster)
{
    private const string Earlier = "2026-06-01T22:00:00";
    private const string Later = "2026-06-02T22:00:00";

    [Fact]
    public async Task The_same_result_again_changes_nothing_whatever_was_masked_since()
    {
        Results.Add(ResultsFile.Logits(0, 2, 1), Earlier);
        await Project.ImportAsync(Results);
        await MaskAsync();
        var before = await DatabaseContent.ReadEverythingAsync(Project.Database.DataSource);

        var report = await Project.ImportAsync(Results);

        Assert.Equal((0, 0, 1), (report.Count("classifications").New, report.Count("classifications").Changed, report.Count("classifications").Unchanged));
        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadEverythingAsync(Project.Database.DataSource));
    }

    [Fact]
    public async Task A_newer_result_begins_a_lineage_and_leaves_nothing_of_the_old_one_terminal()
    {
        Results.Add(ResultsFile.Logits(0, 2, 1), Earlier);
        await Project.ImportAsync(Results);
        await MaskAsync();
        Results.Detections.Clear();
        Results.Add(ResultsFile.Logits(4, 2, 1), Later);

        var report = await Project.ImportAsync(Results);

        var rows = await Project.ClassificationsAsync();
        Assert.Equal((1, 1, 0), (report.Count("classifications").New, report.Count("classifications").Changed, report.Count("detections").New));
        Assert.Equal([(null, false), (null, true), (rows[0].Id, false)], rows.Select(row => (row.AppliedToId, row.Terminal)));
        await using var context = Project.Database.CreateDbContext();
        Assert.Equal(await Project.TaxonAsync("Actias luna"), (await context.Occurrences.SingleAsync(Token)).DeterminationTaxonId);
    }

    [Fact]
    public async Task An_older_result_that_comes_late_arrives_superseded()
    {
        Results.Add(ResultsFile.Logits(0, 2, 1), Later);
        await Project.ImportAsync(Results);
        Results.Detections.Clear();
        Results.Add(ResultsFile.Logits(4, 2, 1), Earlier);

        var report = await Project.ImportAsync(Results);

        Assert.Equal([true, false], (await Project.ClassificationsAsync()).Select(row => row.Terminal));
        Assert.Equal((1, 0), (report.Count("classifications").New, report.Count("classifications").Changed));
        Assert.Contains(report.Findings, finding => finding.Message.Contains("arrive as superseded", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_several_results_in_oneResults_the_newest_counts()
    {
        Results.Add(ResultsFile.Logits(4, 2, 1), Later);
        Results.Add(ResultsFile.Logits(0, 2, 1), Earlier);

        await Project.ImportAsync(Results);

        var terminal = Assert.Single(await Project.ClassificationsAsync(), row => row.Terminal);
        Assert.Equal(0, terminal.ClassIndex);
    }

    [Fact]
    public async Task A_result_of_the_same_time_with_other_logits_is_a_conflict_and_the_first_one_stays()
    {
        Results.Add(ResultsFile.Logits(0, 2, 1), Earlier);
        await Project.ImportAsync(Results);
        Results.Detections.Clear();
        Results.Add(ResultsFile.Logits(4, 2, 1), Earlier);
        var before = await DatabaseContent.ReadEverythingAsync(Project.Database.DataSource);

        var report = await Project.ImportAsync(Results);

        var conflict = Assert.Single(report.Findings, finding => finding.Message.Contains("the first one stays", StringComparison.Ordinal));
        Assert.Equal("$.detections[0].classifications[0]", conflict.Examples[0].Place.JsonPath);
        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadEverythingAsync(Project.Database.DataSource));
    }

    [Fact]
    public async Task Two_results_of_the_same_time_that_contradict_each_other_in_oneResults_are_a_conflict()
    {
        Results.Add(ResultsFile.Logits(0, 2, 1), Earlier);
        Results.Add(ResultsFile.Logits(4, 2, 1), Earlier);
        Results.Add(ResultsFile.Logits(0, 2, 1), Earlier);

        var report = await Project.ImportAsync(Results);

        Assert.Equal(1, Assert.Single(report.Findings, finding => finding.Message.Contains("the first one stays", StringComparison.Ordinal)).Count);
        Assert.Equal(1, Assert.Single(await Project.ClassificationsAsync()).ClassIndex);
    }

    [Fact]
    public async Task What_a_pipeline_delivers_as_intermediate_stays_so()
    {
        ResultsFile.Classification(Results.Add(ResultsFile.Logits(0, 2, 1)))["terminal"] = false;

        await Project.ImportAsync(Results);

        Assert.False(Assert.Single(await Project.ClassificationsAsync()).Terminal);
    }

    [Fact]
    public async Task Results_count_in_every_capture_set_that_has_their_capture()
    {
        Results.Add(ResultsFile.Logits(0, 2, 1), Earlier);
        await Project.ImportAsync(Results, "June");
        Results.Add(ResultsFile.Logits(0, 2, 1), Earlier, x: 100);

        await Project.ImportAsync(Results, "June again");

        await using var context = Project.Database.CreateDbContext();
        Assert.Equal(
            [(2L, 2L, 2L), (2L, 2L, 2L)],
            (await context.CaptureSetClassifiers.ToListAsync(Token)).Select(summary => (summary.Results, summary.InScope, summary.Maskable)));
    }

    [Fact]
    public async Task Two_imports_of_oneResults_at_once_follow_one_another_and_the_second_finds_all_there()
    {
        for (var x = 0; x < 20; x++)
            Results.Add(ResultsFile.Logits(0, 2, 1), x: x);
        var path = Results.Save();
        var import = new PipelineResultsImport(Project.Database.DataSource, NotATaxonLabels.Default, TimeProvider.System);

        var reports = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => import.RunAsync(new(path, "Moth garden", "June"), null, Token)));

        Assert.Equal([0, 0, 20], reports.Select(report => report.Count("classifications").New).Order());
        Assert.Equal([0, 0, 20], reports.Select(report => report.Count("occurrences").New).Order());
    }

    [Fact]
    public async Task A_persons_identification_stands_whatever_arrives()
    {
        Results.Add(ResultsFile.Logits(0, 2, 1), Earlier);
        await Project.ImportAsync(Results);
        await Project.IdentifyAsync("crop,scientific_name\ncrops/1-0.jpg,Actias luna\n", Results);
        Results.Detections.Clear();
        Results.Add(ResultsFile.Logits(0, 9, 1), Later);

        await Project.ImportAsync(Results);

        await using var context = Project.Database.CreateDbContext();
        var occurrence = await context.Occurrences.SingleAsync(Token);
        Assert.Equal((await Project.TaxonAsync("Actias luna"), 1.0, true), (occurrence.DeterminationTaxonId, occurrence.DeterminationScore, occurrence.Verified));
        Assert.Equal(await Project.TaxonAsync("Automeris io"), occurrence.MachineTaxonId);
    }

    /// <summary>Puts a masked row in the place of the only source.</summary>
    private async Task MaskAsync()
    {
        await using var context = Project.Database.CreateDbContext();
        var source = await context.Classifications.SingleAsync(Token);
        var classifier = await context.Algorithms.SingleAsync(algorithm => algorithm.Id == source.AlgorithmId, Token);
        var kept = new StoredKeptSet
        {
            CategoryMapId = classifier.CategoryMapId!.Value, Hash = "test", Listed = [1], NotATaxon = [4], ListedCount = 1, NotATaxonCount = 1,
        };
        context.Add(kept);
        await context.SaveChangesAsync(Token);
        var mask = new Algorithm
        {
            Kind = AlgorithmKind.Masking, Key = "mask", Name = "mask", CategoryMapId = classifier.CategoryMapId,
            SourceAlgorithmId = classifier.Id, KeptSetId = kept.Id, Mode = ScoreMode.Reweighted, CreatedAt = source.CreatedAt,
        };
        source.Terminal = false;
        context.Add(mask);
        await context.SaveChangesAsync(Token);
        context.Add(new Classification
        {
            Id = source.Id + 1_000, DetectionId = source.DetectionId, AlgorithmId = mask.Id, LineageId = source.Id, AppliedToId = source.Id,
            ClassIndex = 0, TaxonId = await Project.TaxonAsync("Actias luna"), Score = 0.5, AbsoluteScore = 0.1, Terminal = true, CreatedAt = source.CreatedAt,
        });
        await context.SaveChangesAsync(Token);
    }
}
