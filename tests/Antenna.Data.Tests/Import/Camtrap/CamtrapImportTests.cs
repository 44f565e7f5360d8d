using Antenna.Core.Predictions;
using Antenna.Data.Import.Camtrap;
using Antenna.Data.Model;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Import.Camtrap;

/// <summary>What becomes of each kind of observation.</summary>
public sealed class CamtrapImportTests(PostgresCluster cluster) : CamtrapTests(cluster)
{
    private static readonly (int, int) Size = (1000, 500);

    [Fact]
    public async Task A_box_becomes_px_where_the_size_of_its_picture_is_known_and_else_the_animal_is_somewhere_on_it()
    {
        Package.Media("m1", "one.jpg", size: Size).Media("m2", "two.jpg", "2024-06-01T22:01:00+02:00");
        Package.Observation("o1", "m1", box: "0.1,0.2,0.3,0.4").Observation("o2", "m2", box: "0.1,0.2,0.3,0.4");

        var report = await ImportAsync();

        var detections = await DetectionsAsync();
        Assert.Equal([new Box(100, 100, 400, 300), null], detections.Select(detection => detection.Box));
        Assert.All(detections, detection => Assert.NotNull(detection.OccurrenceId));
        Assert.Contains(report.Findings, finding => finding.Count == 1 && finding.Message.StartsWith("Boxes that cannot be drawn", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_size_that_an_earlier_import_knew_gives_a_box_its_px()
    {
        Package.Media("m1", "one.jpg", size: Size);
        await ImportAsync();
        using var later = new PackageFiles();
        later.Media("m1", "one.jpg").Observation("o1", "m1", box: "0.1,0.2,0.3,0.4");

        await ImportAsync(later.Save(), set: "July");

        Assert.Equal(new Box(100, 100, 400, 300), Assert.Single(await DetectionsAsync()).Box);
    }

    [Fact]
    public async Task Several_animals_may_be_somewhere_on_one_picture()
    {
        Package.Media("m1", "one.jpg").Observation("o1", "m1").Observation("o2", "m1", name: "Meles meles");

        await ImportAsync();

        Assert.Equal(2, (await OccurrencesAsync()).Count);
        await AssertRepeatsAsync(() => ImportAsync());
    }

    [Fact]
    public async Task What_a_person_observed_is_their_identification_at_its_time_and_one_without_a_time_is_of_now()
    {
        Package.Media("m1", "one.jpg").Observation("o1", "m1", comment: "tail").Observation("o2", "m1", by: "Bob", at: "");

        var report = await ImportAsync();

        Assert.Equal(
            [("Ada", "Vulpes vulpes", new DateTime(2024, 7, 1, 8, 0, 0, DateTimeKind.Utc), "tail"), ("Bob", "Vulpes vulpes", Time.GetUtcNow().UtcDateTime, null)],
            await IdentificationsAsync());
        Assert.All(await OccurrencesAsync(), occurrence => Assert.True(occurrence.Verified));
        Assert.Contains(report.Findings, finding => finding.Count == 1 && finding.Message.StartsWith("Identifications without a time", StringComparison.Ordinal));
        await AssertRepeatsAsync(() => ImportAsync());
    }

    [Fact]
    public async Task What_a_machine_observed_is_a_classification_of_an_algorithm_without_classes()
    {
        Package.Media("m1", "one.jpg").Observation("o1", "m1", by: "Model 1", probability: "0.875");

        await ImportAsync();

        await using var context = Database.CreateDbContext();
        var row = await context.Classifications.SingleAsync(Token);
        var classifier = await context.Algorithms.SingleAsync(algorithm => algorithm.Id == row.AlgorithmId, Token);
        Assert.Equal(("Model 1", AlgorithmKind.Classifier, 0.875, true), (classifier.Name, classifier.Kind, row.Score, row.Terminal));
        Assert.Equal(CategoryMap.NotDelivered.Hash, (await context.CategoryMaps.SingleAsync(map => map.Id == classifier.CategoryMapId, Token)).Hash);
        Assert.Equal((0.875, false), (Assert.Single(await OccurrencesAsync()).DeterminationScore, Assert.Single(await OccurrencesAsync()).Verified));
        Assert.Empty(await context.ClassificationLogits.ToListAsync(Token));
        await AssertRepeatsAsync(() => ImportAsync());
    }

    [Fact]
    public async Task A_newer_answer_of_a_machine_retires_the_older_one()
    {
        Package.Media("m1", "one.jpg").Observation("o1", "m1", by: "Model 1", probability: "0.5");
        await ImportAsync();
        using var newer = new PackageFiles();
        newer.Media("m1", "one.jpg").Observation("o1", "m1", name: "Meles meles", by: "Model 1", probability: "0.4", at: "2025-01-01T00:00:00Z");

        await ImportAsync(newer.Save());

        await using var context = Database.CreateDbContext();
        Assert.Equal([false, true], await context.Classifications.OrderBy(row => row.Id).Select(row => row.Terminal).ToListAsync(Token));
        Assert.Equal(0.4, Assert.Single(await OccurrencesAsync()).DeterminationScore);
    }

    [Theory]
    [InlineData("", "0.1,0.2,0.3,0.4")]
    [InlineData("fox 1", ",,,")]
    public async Task One_individual_of_an_event_and_one_box_are_one_animal_whoever_observed_it(string individual, string box)
    {
        Package.Media("m1", "one.jpg", size: Size);
        Package.Observation("o1", "m1", individual: individual, box: box).Observation("o2", "m1", individual: individual, box: box, by: "Model 1", probability: "0.5");

        var report = await ImportAsync();

        Assert.Equal((1, 1), (Outcome(report, ObservationOutcome.NewOccurrence), Outcome(report, ObservationOutcome.SameAnimal)));
        Assert.Single(await DetectionsAsync());
        Assert.Equal((1, 0.5), (Assert.Single(await OccurrencesAsync()).DeterminationScore, Assert.Single(await OccurrencesAsync()).MachineScore));
        await AssertRepeatsAsync(() => ImportAsync());
    }

    [Fact]
    public async Task An_individual_on_several_media_of_an_event_is_one_occurrence_that_was_seen_first_on_the_earliest()
    {
        Package.Media("m2", "two.jpg", "2024-06-01T22:05:00+02:00").Media("m1", "one.jpg");
        Package.Observation("o1", "m2", individual: "fox 1", eventId: "e1").Observation("o2", "m1", individual: "fox 1", eventId: "e1");

        await ImportAsync();

        Assert.Equal(new DateTime(2024, 6, 1, 22, 0, 0), Assert.Single(await OccurrencesAsync()).FirstSeenAt);
        Assert.Equal(2, (await DetectionsAsync()).Count);
        await AssertRepeatsAsync(() => ImportAsync());
    }

    [Fact]
    public async Task An_observation_of_an_event_is_on_its_media_and_one_that_its_media_have_too_is_not_made_twice()
    {
        Package.Pictures("m0", "m1", "m2", "m3");
        Package.Observation("e1", eventId: "night", start: "2024-06-01T20:00:01Z", end: "2024-06-01T20:00:02Z")
            .Observation("e2", eventId: "day", name: "Meles meles", start: "2024-06-01T20:00:03Z", end: "2024-06-01T20:00:03Z")
            .Observation("o1", "m3", eventId: "day", name: "Meles meles");

        var report = await ImportAsync();

        Assert.Equal((2, 1), (Outcome(report, ObservationOutcome.NewOccurrence), Outcome(report, ObservationOutcome.SaidOfMedia)));
        var detections = await DetectionsAsync();
        Assert.Equal([2, 1], detections.GroupBy(detection => detection.OccurrenceId).Select(group => group.Count()).OrderDescending());
        Assert.All(detections, detection => Assert.Null(detection.Box));
        await AssertRepeatsAsync(() => ImportAsync());
    }

    [Fact]
    public async Task Blank_is_nothing_found_something_unknown_an_occurrence_without_a_name_and_people_vehicles_and_unclassified_are_counted()
    {
        Package.Pictures("m0", "m1", "m2", "m3", "m4");
        Package.Observation("o0", "m0", "blank", "").Observation("o1", "m1", "unknown", "").Observation("o2", "m2", "human", "Homo sapiens")
            .Observation("o3", "m3", "vehicle", "").Observation("o4", "m4", "unclassified", "").Observation("o5", "m4", "dinosaur", "")
            .Observation("o6", "m4");

        var report = await ImportAsync();

        ObservationOutcome[] each =
        [
            ObservationOutcome.Blank, ObservationOutcome.Human, ObservationOutcome.Vehicle, ObservationOutcome.Unclassified, ObservationOutcome.UnknownType,
        ];
        Assert.All(each, outcome => Assert.Equal(1, Outcome(report, outcome)));
        Assert.Equal([null, 1.0], (await OccurrencesAsync()).Select(occurrence => occurrence.DeterminationScore));
        Assert.Equal(1, (await DetectionsAsync()).Count(detection => detection.OccurrenceId is null));
        await AssertRepeatsAsync(() => ImportAsync());
    }

    [Fact]
    public async Task Life_stage_sex_behaviour_and_number_are_kept_and_words_that_are_not_the_standards_are_said()
    {
        Package.Media("m1", "one.jpg").Observation("o1", "m1", traits: "2,Adult,female,foraging").Observation("o2", "m1", traits: ",larva,,");

        var report = await ImportAsync();

        await using (var context = Database.CreateDbContext())
        {
            var observed = await context.ImportedObservations.OrderBy(each => each.ObservationId).ToListAsync(Token);
            Assert.Equal([(2, "adult", "female", "foraging"), (null, null, null, null)], observed.Select(each => (each.Animals, each.LifeStage, each.Sex, each.Behaviour)));
        }

        Assert.Equal(1, Assert.Single(report.Findings, finding => finding.Message.StartsWith("Expected in lifeStage", StringComparison.Ordinal)).Count);
        await AssertRepeatsAsync(() => ImportAsync());
    }

    [Fact]
    public async Task What_an_earlier_import_did_not_keep_comes_with_the_same_package_and_what_a_later_one_leaves_open_stays()
    {
        Package.Media("m1", "one.jpg").Observation("o1", "m1");
        await ImportAsync();
        using var more = new PackageFiles();
        more.Media("m1", "one.jpg").Observation("o1", "m1", traits: ",adult,,");
        await ImportAsync(more.Save());
        await ImportAsync();

        await using var context = Database.CreateDbContext();
        Assert.Equal("adult", (await context.ImportedObservations.SingleAsync(Token)).LifeStage);
    }

    [Fact]
    public async Task Columns_and_tags_that_are_not_kept_are_said_with_their_rows()
    {
        Package.Media("m1", "one.jpg").Observation("o1", "m1", tags: "checked:twice", speed: "1.5").Observation("o2", "m1", speed: "2").Observation("o3", "m1");

        var report = await ImportAsync();

        Assert.Equal(1, Assert.Single(report.Findings, finding => finding.Message.StartsWith("Tags of observations", StringComparison.Ordinal)).Count);
        var columns = Assert.Single(report.Findings, finding => finding.Message.StartsWith("Columns that have no place here", StringComparison.Ordinal));
        Assert.Equal("individualSpeed (2 rows)", Assert.Single(columns.Examples).Detail);
    }

    [Fact]
    public async Task A_name_that_is_no_known_taxon_leaves_its_animal_without_one_and_never_takes_a_suggestion()
    {
        Package.Pictures("m0", "m1").Observation("o0", "m0", name: "Vulpes vulpas").Observation("o1", "m1");

        var report = await ImportAsync();

        Assert.Equal([null, 1.0], (await OccurrencesAsync()).Select(occurrence => occurrence.DeterminationScore));
        var finding = Assert.Single(report.Findings, finding => finding.Message.StartsWith("'Vulpes vulpas' is not certain", StringComparison.Ordinal));
        Assert.Equal((2L, 1L), (finding.Examples[0].Place.Line, report.UnknownNames));
    }

    [Fact]
    public async Task Media_of_one_path_are_other_captures_where_their_times_differ_and_the_folder_is_not_known()
    {
        Package.Deployment("d2,Fen,45,-73").Media("m1", "IMG_1.jpg").Media("m2", "IMG_1.jpg", "2024-06-02T22:00:00+02:00", "d2")
            .Observation("o1", "m1").Observation("o2", "m2", deployment: "d2");

        var report = await ImportAsync(Package.Zip());

        Assert.Equal(2, report.Count("captures").New);
        Assert.Equal(2, (await DetectionsAsync()).Select(detection => detection.CaptureId).Distinct().Count());
        await AssertRepeatsAsync(() => ImportAsync(Package.Zip()));
    }
}
