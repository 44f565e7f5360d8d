using Antenna.Core.Predictions;
using Antenna.Data.Import.Pipeline;
using Antenna.Data.Model;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Import.Camtrap;

/// <summary>A box that a package and a detector both have is one detection, whichever comes first: who drew its box, a package does not say.</summary>
public sealed class CamtrapBoxesTests(PostgresCluster cluster) : CamtrapTests(cluster)
{
    private const string Picture = "https://pictures.example/one.jpg";

    /// <summary>In fractions of 1000 by 500 px, what a detector has as 100, 10, 150, 60.5 px, as far as six digits tell it.</summary>
    private const string Box = "0.100001,0.020001,0.05,0.101";

    private static readonly Box InPixels = new(100, 10, 150, 60.5);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Package.Media("m1", Picture, size: (1000, 500)).Observation("o1", "m1", box: Box);
    }

    [Fact]
    public async Task What_a_detector_tells_of_a_box_of_a_package_is_of_the_same_animal()
    {
        using var results = Results(100);
        await ImportAsync();
        await ImportResultsAsync(results);

        await AssertOneAsync();
        var before = await DatabaseContent.ReadEverythingAsync(Database.DataSource);
        await ImportAsync();
        await ImportResultsAsync(results);
        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadEverythingAsync(Database.DataSource));
    }

    [Fact]
    public async Task What_a_package_says_of_a_box_of_a_detector_is_of_the_same_animal()
    {
        using var results = Results(100);
        await ImportResultsAsync(results);
        await ImportAsync();

        await AssertOneAsync();
        await AssertRepeatsAsync(() => ImportAsync());
    }

    [Fact]
    public async Task A_box_beside_it_is_another_animals()
    {
        using var results = Results(100, 101);

        await ImportAsync();
        await ImportResultsAsync(results);

        Assert.Equal(2, (await OccurrencesAsync()).Count);
        Assert.Equal([InPixels, new Box(101, 10, 151, 60.5)], (await DetectionsAsync()).Select(detection => detection.Box));
    }

    /// <summary>Boxes of a detector on the picture, each from so many px on.</summary>
    private static ResultsFile Results(params ReadOnlySpan<int> from)
    {
        var results = new ResultsFile();
        results.Json["source_images"]![0]!["url"] = Picture;
        foreach (var x in from)
            results.Add(ResultsFile.Logits(0, 2, 1), x: x);
        return results;
    }

    private Task<PipelineResultsReport> ImportResultsAsync(ResultsFile results) => new PipelineResultsImport(Database.DataSource, NotATaxonLabels.Default, Time)
        .RunAsync(new(results.Save(), "Bog", "Boxes of June"), null, Token);

    /// <summary>There is one animal, with one box of the detector, with what a person and a machine said of it.</summary>
    private async Task AssertOneAsync()
    {
        var detection = Assert.Single(await DetectionsAsync());
        Assert.Equal((InPixels, Assert.Single(await OccurrencesAsync()).Id), (detection.Box, detection.OccurrenceId));
        Assert.Equal(["Vulpes vulpes"], (await IdentificationsAsync()).Select(row => row.Taxon));
        await using var context = Database.CreateDbContext();
        Assert.Equal(ResultsFile.Detector, (await context.Algorithms.SingleAsync(row => row.Id == detection.AlgorithmId, Token)).Key);
        Assert.Equal(detection.Id, (await context.Classifications.SingleAsync(Token)).DetectionId);
    }
}
