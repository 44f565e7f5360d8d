using Antenna.Data.Import;
using Antenna.Data.Import.Camtrap;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Import.Camtrap;

/// <summary>The package that the standard's own authors publish: 423 media, 549 observations.</summary>
public sealed class CamtrapSampleTests(PostgresCluster cluster) : CamtrapTests(cluster)
{
    [Fact]
    public async Task Every_observation_of_the_sample_is_accounted_for_and_the_package_again_changes_nothing()
    {
        var sample = SharedData.Folder("camtrap-dp");

        var check = await ImportAsync(sample, mode: ImportMode.CheckOnly, makeTaxa: true);
        var report = await ImportAsync(sample, makeTaxa: true);

        Assert.Equal(549, report.Observations.Sum(each => each.Observations));
        Assert.Equal(
            [
                (ObservationOutcome.NewOccurrence, 348), (ObservationOutcome.Blank, 112), (ObservationOutcome.SaidOfMedia, 34),
                (ObservationOutcome.Human, 33), (ObservationOutcome.Vehicle, 21), (ObservationOutcome.Unclassified, 1),
            ],
            report.Observations.Select(each => (each.Outcome, each.Observations)));
        Assert.Equal(
            ("423", "4", "348", "20", "317"),
            ($"{report.Count("captures").New}", $"{report.Count("deployments").New}", $"{report.Count("occurrences").New}",
             $"{report.Count("classifications").New}", $"{report.Count("identifications").New}"));
        Assert.Equal(report.Counts, check.Counts);
        Assert.Equal(report.Observations, check.Observations);

        await using var context = Database.CreateDbContext();
        Assert.Equal(0, await context.Detections.CountAsync(detection => detection.X1 != null, Token));
        Assert.Equal(337, await context.Occurrences.CountAsync(occurrence => occurrence.DeterminationTaxonId != null, Token));
        var first = await context.Captures.OrderBy(capture => capture.CapturedAt).FirstAsync(Token);
        Assert.Equal(new DateTime(2020, 5, 30, 4, 57, 37), first.CapturedAt);
        await AssertRepeatsAsync(() => ImportAsync(sample, makeTaxa: true));
    }

    [Fact]
    public async Task The_sample_as_a_zip_is_the_same_package()
    {
        var sample = SharedData.Folder("camtrap-dp");
        var zip = Path.Combine(Package.Folder, "sample.zip");
        await System.IO.Compression.ZipFile.CreateFromDirectoryAsync(sample, zip, Token);
        await ImportAsync(sample, makeTaxa: true);
        var before = await DatabaseContent.ReadEverythingAsync(Database.DataSource);

        var report = await ImportAsync(zip, makeTaxa: true);

        Assert.Equal(348, Outcome(report, ObservationOutcome.Known));
        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadEverythingAsync(Database.DataSource));
    }
}
