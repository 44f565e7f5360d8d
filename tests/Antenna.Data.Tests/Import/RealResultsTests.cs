using Antenna.Core.Predictions;
using Antenna.Data.Import.Pipeline;
using Antenna.Testing;
using Antenna.Testing.RealData;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Import;

/// <summary>The two real data sets, which came out of a real classifier.</summary>
public class RealResultsTests(PostgresCluster cluster)
{
    [Theory]
    [InlineData("trap-nights", 17, 265)]
    [InlineData("butterflies", 832, 832)]
    public async Task Real_results_arrive_whole_and_once(string set, int captures, int detections)
    {
        await using var database = await TestDatabase.CreateAsync(cluster);
        var import = new PipelineResultsImport(database.DataSource, NotATaxonLabels.Default, TimeProvider.System);
        var request = new PipelineResultsRequest(SharedData.File(set, "pipeline-results.json"), "Project", set);

        var report = await import.RunAsync(request, null, Token);

        Assert.Equal((captures, detections, detections, detections), (
            report.Count("captures").New, report.Count("detections").New, report.Count("occurrences").New, report.Count("classifications").New));
        var classifier = Assert.Single(report.Classifiers);
        Assert.Equal(
            ("iNaturalist insects MobileNetV2", 0, 1, 1_021, 1_021),
            (classifier.Name, classifier.Taxa, classifier.NotATaxon, classifier.Unresolved, classifier.Names));
        Assert.DoesNotContain(report.Findings, finding => finding.Message.Contains("differ", StringComparison.Ordinal));

        var before = await DatabaseContent.ReadEverythingAsync(database.DataSource);
        var again = await import.RunAsync(request, null, Token);
        Assert.All(again.Counts, count => Assert.Equal((0, 0), (count.New, count.Changed)));
        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadEverythingAsync(database.DataSource));
    }

    [Theory]
    [InlineData("trap-nights")]
    [InlineData("butterflies")]
    public async Task Winners_and_scores_of_real_results_are_those_of_the_reference(string set)
    {
        await using var database = await TestDatabase.CreateAsync(cluster);
        var import = new PipelineResultsImport(database.DataSource, NotATaxonLabels.Default, TimeProvider.System);
        await import.RunAsync(new(SharedData.File(set, "pipeline-results.json"), "Project", set), null, Token);

        await using var context = database.CreateDbContext();
        var labels = await context.CategoryMapClasses.ToDictionaryAsync(stored => stored.Index, stored => stored.Label, Token);
        var rows = await context.Classifications.OrderBy(row => row.Id).ToListAsync(Token);
        var reference = await ReferenceRow.ReadAsync(set, Token);
        Assert.Equal(reference.Count, rows.Count);
        foreach (var (row, expected) in rows.Zip(reference))
        {
            Assert.Equal(expected.SourceWinner, labels[row.ClassIndex!.Value]);
            Assert.Equal(expected.SourceScore, row.Score, ReferenceRow.Tolerance);
            Assert.Equal(row.Score, row.AbsoluteScore);
            Assert.Equal(10, row.TopClasses!.Length);
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
