using Antenna.Data.Occurrences;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.Data.Tests.Occurrences;

public sealed class PinnedOccurrencesTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PinnedOccurrences Pins => new(database.DataSource, TimeProvider.System);

    [Fact]
    public async Task What_is_pinned_is_the_projects_and_each_row_is_reported()
    {
        var (one, animals) = await CreateAsync("Pins one", 3);
        var (other, others) = await CreateAsync("Pins other", 1);
        await Pins.PinAsync([animals[1]], Token);

        var outcomes = await Pins.PinAsync([animals[2], animals[1], others[0], 404_404, animals[0]], Token);

        Assert.Equal(
            [
                (animals[2], PinOutcome.Pinned), (animals[1], PinOutcome.StoodAlready), (others[0], PinOutcome.Pinned), (404_404, PinOutcome.Gone),
                (animals[0], PinOutcome.Pinned),
            ],
            outcomes);
        Assert.Equal(animals.Order(), (await Pins.ReadAsync(one.Project.Id, Token)).Order());
        Assert.Equal(animals[1], (await Pins.ReadAsync(one.Project.Id, Token))[0]); // In the order in which they were pinned.
        Assert.Equal(others, await Pins.ReadAsync(other.Project.Id, Token));
        await Pins.UnpinAsync([animals[1], 404_404], Token);
        Assert.Equal([animals[0]], await Pins.AmongAsync([animals[0], animals[1]], Token));
    }

    [Fact]
    public async Task A_project_has_room_for_thirty_pins_however_many_are_pinned_at_once_or_by_whom()
    {
        var (scenario, animals) = await CreateAsync("Pins full", PinnedOccurrences.Most + 8);
        await Pins.PinAsync(animals[..3], Token);

        var outcomes = await Task.WhenAll(animals[3..].Chunk(7).Select(chunk => Pins.PinAsync(chunk, Token)));

        Assert.Equal(PinnedOccurrences.Most, (await Pins.ReadAsync(scenario.Project.Id, Token)).Count);
        Assert.Equal(PinnedOccurrences.Most - 3, outcomes.Sum(each => each.Count(outcome => outcome.Outcome is PinOutcome.Pinned)));
        Assert.Equal(8, outcomes.Sum(each => each.Count(outcome => outcome.Outcome is PinOutcome.NoRoom)));
        Assert.Equal([(animals[0], PinOutcome.StoodAlready)], await Pins.PinAsync([animals[0]], Token));
    }

    [Fact]
    public async Task Recomputing_reports_each_row_and_corrects_what_is_not_what_the_rule_says()
    {
        var (scenario, animals) = await CreateAsync("Recomputed", 3);
        var recomputation = new DeterminationRecomputation(database.DataSource);
        await using (var spoil = database.DataSource.CreateCommand("update occurrences set determination_score = null, determination_taxon_id = null where id = $1"))
        {
            spoil.Parameters.Add(new() { Value = animals[1] });
            await spoil.ExecuteNonQueryAsync(Token);
        }

        var outcomes = await recomputation.RecomputeAsync([animals[2], animals[1], 404_404], Token);

        Assert.Equal([animals[2], animals[1], 404_404], outcomes.Select(outcome => outcome.OccurrenceId));
        Assert.Equal([true, true, false], outcomes.Select(outcome => outcome.IsThere));
        Assert.Equal([false, true, false], outcomes.Select(outcome => outcome.Change is not null));
        Assert.Equal((null, await scenario.SpeciesAsync("Samia cynthia")), (outcomes[1].Change!.Value.Before.TaxonId, outcomes[1].Change!.Value.After.TaxonId!.Value));
        Assert.All(await recomputation.RecomputeAsync(animals, Token), outcome => Assert.Null(outcome.Change));
    }

    private async Task<(Scenario Scenario, long[] Animals)> CreateAsync(string project, int count)
    {
        var scenario = await Scenario.CreateAsync(database.DataSource, project);
        var moths = await scenario.AddClassifierAsync($"moths of {project}", "Actias luna", "Samia cynthia");
        var animals = await scenario.AddOccurrencesAsync([.. Enumerable.Range(0, count).Select(_ => new PipelineResult[][] { [moths.Says(1, 4)] })]);
        return (scenario, [.. animals.Select(animal => animal.Id)]);
    }
}
