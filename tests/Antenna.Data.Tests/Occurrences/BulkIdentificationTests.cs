using System.Diagnostics;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Antenna.Data.Tests.Occurrences;

public sealed class BulkIdentificationTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static int _scenarios;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2024, 7, 14, 9, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Each_occurrence_is_reported_and_undoing_removes_only_what_the_act_created()
    {
        var (scenario, moths, animals) = await CreateAsync(5);
        var (luna, cynthia) = (moths.TaxonOf("Actias luna"), moths.TaxonOf("Samia cynthia"));
        var other = await scenario.AddPersonAsync($"Other of {scenario.Project.Name}");
        var standing = await SubmittedAsync(new SuggestedName(animals[0].Id, luna), scenario.Curator);
        var contradicted = await SubmittedAsync(new SuggestedName(animals[1].Id, luna), scenario.Curator);
        await SubmittedAsync(new SuggestedName(animals[1].Id, cynthia), other);
        await SubmittedAsync(new SuggestedName(animals[2].Id, cynthia), scenario.Curator);
        var before = await RowsAsync(animals);

        var outcomes = await Identifications.SubmitAsync(
            [.. animals.Take(4).Select(animal => new SuggestedName(animal.Id, luna)), new SuggestedName(404_404, luna)], scenario.Curator, Token);

        Assert.Equal([false, true, true, true, false], outcomes.Select(outcome => outcome.IsCreated));
        Assert.Equal(SubmissionOutcome.AlreadyStanding(animals[0].Id, standing), outcomes[0]);
        Assert.Equal(SubmissionOutcome.Refused(404_404, IdentificationRefusal.NoSuchOccurrence), outcomes[4]);
        Assert.Equal(outcomes[1].IdentificationId, (await RowsAsync(animals)).Single(row => row.Id == contradicted).SupersededById);

        var undone = await Identifications.DeleteAsync(
            [.. outcomes.Where(outcome => outcome.IsCreated).Select(outcome => outcome.IdentificationId!.Value)], scenario.Curator, Token);

        Assert.All(undone, outcome => Assert.Null(outcome.Refusal));
        Assert.Equal(before.Select(State), (await RowsAsync(animals)).Select(State));
    }

    [Fact]
    public async Task Undoing_reports_what_is_gone_already_and_removes_the_rest()
    {
        var (scenario, moths, animals) = await CreateAsync(2);
        var created = (await AgreeAsync(animals, scenario.Curator)).Select(outcome => outcome.IdentificationId!.Value).ToList();
        await Identifications.DeleteAsync(created[0], scenario.Curator, Token);

        var undone = await Identifications.DeleteAsync(created, scenario.Curator, Token);

        Assert.Equal([new(created[0], IdentificationRefusal.IdentificationGone), new(created[1], null)], undone);
        Assert.Empty(await RowsAsync(animals));
        await AssertDeterminedAsync(animals, moths.TaxonOf("Samia cynthia"), verified: false);
    }

    [Fact]
    public async Task A_bulk_act_over_a_thousand_occurrences_is_one_transaction_of_as_many_statements_as_over_two_and_so_is_its_undo()
    {
        var (scenario, moths, animals) = await CreateAsync(1_000);
        var two = await CountCommandsAsync(async () => await UndoAsync(await AgreeAsync([.. animals.Take(2)], scenario.Curator), scenario.Curator));

        IReadOnlyList<SubmissionOutcome> outcomes = [];
        var thousand = await CountCommandsAsync(async () => outcomes = await AgreeAsync(animals, scenario.Curator));
        Assert.Equal(1_000, outcomes.Count(outcome => outcome.IsCreated));
        Assert.Equal(1, await CountTransactionsAsync(animals));
        await AssertDeterminedAsync(animals, moths.TaxonOf("Samia cynthia"), verified: true);
        thousand += await CountCommandsAsync(() => UndoAsync(outcomes, scenario.Curator));

        Assert.Equal(two, thousand);
        Assert.Empty(await RowsAsync(animals));
        await AssertDeterminedAsync(animals, moths.TaxonOf("Samia cynthia"), verified: false);
    }

    [Fact]
    public async Task More_than_a_thousand_or_two_of_one_occurrence_are_a_mistake_of_the_caller()
    {
        var (scenario, _, animals) = await CreateAsync(1);
        IdentificationSubmission comment = new OccurrenceComment(animals[0].Id, "worn");

        await Assert.ThrowsAsync<ArgumentException>(() => Identifications.SubmitAsync([comment, comment], scenario.Curator, Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Identifications.SubmitAsync(
            [.. Enumerable.Range(1, 1_001).Select(id => new OccurrenceComment(id, "worn"))], scenario.Curator, Token));
    }

    private Identifications Identifications => new(database.DataSource, _time);

    private async Task<(Scenario Scenario, ScenarioClassifier Moths, IReadOnlyList<ScenarioOccurrence> Animals)> CreateAsync(int animals)
    {
        var scenario = await Scenario.CreateAsync(database.DataSource, $"Bulk {Interlocked.Increment(ref _scenarios)}");
        var moths = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        return (scenario, moths, await scenario.AddOccurrencesAsync([.. Enumerable.Range(0, animals).Select(_ => new[] { new[] { moths.Says(1, 4) } })]));
    }

    private async Task<long> SubmittedAsync(IdentificationSubmission submission, Person person)
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        return (await Identifications.SubmitAsync(submission, person, Token)).IdentificationId!.Value;
    }

    private Task<IReadOnlyList<SubmissionOutcome>> AgreeAsync(IReadOnlyList<ScenarioOccurrence> animals, Person person) =>
        Identifications.SubmitAsync([.. animals.Select(animal => new AgreementWithPrediction(animal.Id, animal.Source))], person, Token);

    private Task<IReadOnlyList<DeletionOutcome>> UndoAsync(IReadOnlyList<SubmissionOutcome> outcomes, Person person) =>
        Identifications.DeleteAsync([.. outcomes.Select(outcome => outcome.IdentificationId!.Value)], person, Token);

    /// <summary>How many commands are sent to a database while something is done.</summary>
    private static async Task<int> CountCommandsAsync(Func<Task> act)
    {
        var commands = 0;
        using var source = new ActivitySource(nameof(BulkIdentificationTests));
        ActivityTraceId trace = default;
        using var listener = new ActivityListener
        {
            ShouldListenTo = listened => listened.Name == "Npgsql" || listened == source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.Source.Name == "Npgsql" && activity.TraceId == trace)
                    Interlocked.Increment(ref commands);
            },
        };
        ActivitySource.AddActivityListener(listener);
        using (var activity = source.StartActivity("counted")!)
        {
            trace = activity.TraceId;
            await act();
        }

        Assert.NotEqual(0, commands);
        return commands;
    }

    private async Task<long> CountTransactionsAsync(IReadOnlyList<ScenarioOccurrence> animals)
    {
        await using var command = database.DataSource.CreateCommand("select count(distinct xmin::text) from identifications where occurrence_id = any($1)");
        command.Parameters.Add(new() { Value = animals.Select(animal => animal.Id).ToArray() });
        return (long)(await command.ExecuteScalarAsync(Token))!;
    }

    private async Task<List<Identification>> RowsAsync(IReadOnlyList<ScenarioOccurrence> animals)
    {
        var ids = animals.Select(animal => animal.Id).ToList();
        await using var context = database.CreateDbContext();
        return await context.Identifications.AsNoTracking().Where(row => ids.Contains(row.OccurrenceId)).OrderBy(row => row.Id).ToListAsync(Token);
    }

    private async Task AssertDeterminedAsync(IReadOnlyList<ScenarioOccurrence> animals, long taxonId, bool verified)
    {
        var ids = animals.Select(animal => animal.Id).ToList();
        await using var context = database.CreateDbContext();
        Assert.Equal(
            [(taxonId, verified, animals.Count)],
            (await context.Occurrences.Where(each => ids.Contains(each.Id)).ToListAsync(Token))
                .CountBy(each => (each.DeterminationTaxonId!.Value, each.Verified)).Select(count => (count.Key.Value, count.Key.Verified, count.Value)));
    }

    private static object State(Identification row) => (row.Id, row.TaxonId, row.Status, row.SupersededById, row.CreatedAt);

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
