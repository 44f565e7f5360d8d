using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Antenna.Data.Tests.Occurrences;

/// <summary>An animal that people identify, at a time that stands still.</summary>
public abstract class IdentificationsBench(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static int _scenarios;

    protected TestDatabase Database => database;

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2024, 7, 14, 9, 0, 0, TimeSpan.Zero));

    protected Scenario Scenario { get; private set; } = null!;

    protected ScenarioClassifier Moths { get; private set; } = null!;

    /// <summary>One that the classifier takes for Samia cynthia.</summary>
    protected ScenarioOccurrence Animal { get; private set; } = null!;

    protected Person Other { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Scenario = await Scenario.CreateAsync(database.DataSource, $"Identifications {Interlocked.Increment(ref _scenarios)}");
        Moths = await Scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia", Scenario.Background);
        Animal = await Scenario.AddOccurrenceAsync(Moths.Says(1, 4, 0));
        Other = await Scenario.AddPersonAsync($"Other of {Scenario.Project.Name}");
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected Identifications Identifications => new(database.DataSource, Time);

    protected Person Curator => Scenario.Curator;

    protected long Luna => Moths.TaxonOf("Actias luna");

    protected long Cynthia => Moths.TaxonOf("Samia cynthia");

    protected AgreementWithPrediction Agreement => new(Animal.Id, Animal.Source);

    protected SuggestedName Name(long taxonId, string? comment = null) => new(Animal.Id, taxonId, comment);

    protected Task<SubmissionOutcome> SubmitAsync(IdentificationSubmission submission, Person? by = null) =>
        Identifications.SubmitAsync(submission, by ?? Curator, Token);

    protected async Task<long> CreatedAsync(IdentificationSubmission submission, Person? by = null)
    {
        var outcome = await SubmitAsync(submission, by);
        Assert.Equal((true, null), (outcome.IsCreated, outcome.Refusal));
        return outcome.IdentificationId!.Value;
    }

    protected async Task RefusedAsync(IdentificationRefusal refusal, IdentificationSubmission submission, Person? by = null) =>
        Assert.Equal(SubmissionOutcome.Refused(submission.OccurrenceId, refusal), await SubmitAsync(submission, by));

    protected async Task<List<Identification>> RowsAsync()
    {
        await using var context = database.CreateDbContext();
        return await context.Identifications.AsNoTracking().Where(row => row.OccurrenceId == Animal.Id).OrderBy(row => row.Id).ToListAsync(Token);
    }

    protected async Task AssertDeterminedAsync(string species, bool verified)
    {
        await using var context = database.CreateDbContext();
        var occurrence = await context.Occurrences.AsNoTracking().SingleAsync(occurrence => occurrence.Id == Animal.Id, Token);
        Assert.Equal((Moths.TaxonOf(species), verified, Cynthia), (occurrence.DeterminationTaxonId, occurrence.Verified, occurrence.MachineTaxonId));
    }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;
}
