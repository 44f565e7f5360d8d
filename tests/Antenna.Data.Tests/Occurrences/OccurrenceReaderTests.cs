using Antenna.Data.Occurrences;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.Data.Tests.Occurrences;

public sealed class OccurrenceReaderTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private readonly OccurrenceReader _reader = new(database);

    [Fact]
    public async Task There_is_nothing_to_read_of_an_unknown_occurrence()
    {
        Assert.Null(await _reader.FindAsync(404_404, Token));
    }

    [Fact]
    public async Task An_occurrence_has_another_version_whenever_an_identification_or_a_prediction_of_it_changes()
    {
        var scenario = await Scenario.CreateAsync(database.DataSource, "Versions");
        var moths = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        var animal = await scenario.AddOccurrenceAsync(moths.Says(1, 4));
        var versions = new List<string> { await VersionAsync(animal.Id) };

        var identification = await scenario.IdentifyAsync(animal, "Actias luna");
        versions.Add(await VersionAsync(animal.Id));
        await scenario.WithdrawAsync(animal, identification);
        versions.Add(await VersionAsync(animal.Id));
        await scenario.AddNewerResultAsync(animal, animal.Detections[0], moths.Says(4, 1) with { At = Scenario.Night.AddHours(1) });
        versions.Add(await VersionAsync(animal.Id));

        Assert.Equal(4, versions.Distinct().Count());
        await scenario.AddOccurrenceAsync(moths.Says(1, 4)); // Another animal is none of its business.
        Assert.Equal(versions[^1], await VersionAsync(animal.Id));
    }

    [Fact]
    public async Task The_history_is_newest_first_and_shows_which_row_decides()
    {
        var scenario = await Scenario.CreateAsync(database.DataSource, "Histories");
        var moths = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        var animal = await scenario.AddOccurrenceAsync(moths.Says(1, 4));
        await scenario.IdentifyAsync(animal, "Actias luna", at: Scenario.Night.AddDays(2));
        var other = await scenario.AddPersonAsync("Other of histories");
        await scenario.IdentifyAsync(animal, "Samia cynthia", other, Scenario.Night.AddDays(1));

        var occurrence = (await _reader.FindAsync(animal.Id, Token))!;

        Assert.Equal(
            [("Actias luna", true), ("Samia cynthia", false), ("Samia cynthia", false)],
            occurrence.History.Select(card => (card is IdentificationCard identified ? identified.Taxon!.Name : ((PredictionCard)card).Taxon!.Name, card.Decides)));
        Assert.Equal(("Actias luna", "Samia cynthia", true), (occurrence.Determination.Taxon!.Name, occurrence.Determination.Machine!.Name, occurrence.Determination.Verified));
        Assert.True(Assert.Single(occurrence.Detections).Decides);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task<string> VersionAsync(long occurrenceId) => (await _reader.FindAsync(occurrenceId, Token))!.Version;
}
