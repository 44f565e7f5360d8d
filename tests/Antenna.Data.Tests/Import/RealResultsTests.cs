using Antenna.Core.Predictions;
using Antenna.Data.Import;
using Antenna.Testing;
using Xunit;

namespace Antenna.Data.Tests.Import;

public class RealResultsTests(PostgresCluster cluster)
{
    [Theory]
    [InlineData("trap-nights", 17, 265)]
    [InlineData("butterflies", 832, 832)]
    public async Task Real_results_arrive_whole_and_arrive_once(string set, int captures, int detections)
    {
        var token = TestContext.Current.CancellationToken;
        var file = SharedData.File(set, "pipeline-results.json");
        await using var database = await TestDatabase.CreateAsync(cluster);
        var import = new PipelineResultsImport(database.DataSource, NotATaxonLabels.Default, TimeProvider.System);

        var report = await import.RunAsync(new(file, "Project", set), null, token);

        Assert.Equal(captures, report.Count("captures").New);
        Assert.Equal(detections, report.Count("detections").New);
        Assert.Equal(detections, report.Count("occurrences").New);
        Assert.Equal(detections, report.Count("classifications").New);

        var before = await DatabaseContents.ReadAsync(database.DataSource, token);
        var again = await import.RunAsync(new(file, "Project", set), null, token);
        Assert.All(again.Counts, count => Assert.Equal((0, 0), (count.New, count.Changed)));
        Assert.Equal(before, await DatabaseContents.ReadAsync(database.DataSource, token));
    }
}
