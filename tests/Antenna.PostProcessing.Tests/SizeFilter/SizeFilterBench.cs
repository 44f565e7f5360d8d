using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.SizeFilter;
using Antenna.PostProcessing.Tasks;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.PostProcessing.Tests.Tasks;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.PostProcessing.Tests.SizeFilter;

/// <summary>Animals of a project whose detections are measured.</summary>
public abstract class SizeFilterBench(RunBench bench) : IAsyncLifetime
{
    protected RunBench Bench { get; } = bench;

    protected const double Small = 799;
    protected const double JustLargeEnough = 800;

    protected Scenario Scenario { get; private set; } = null!;

    protected ScenarioClassifier Moths { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Scenario = await Bench.NewScenarioAsync();
        Moths = await Scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia", Scenario.Background);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected async Task<ScenarioOccurrence> AddAsync(double px)
    {
        var animal = await Scenario.AddOccurrenceAsync(Moths.Says(3, 1, 0));
        await Bench.CoverAsync(animal, px);
        return animal;
    }

    protected Task<RunSnapshot> FilterAsync(TaskValues? values = null, RunScope? scope = null) =>
        Bench.RunAsync(SizeFilterTask.TaskKey, scope ?? Scenario.Everything(), values ?? TaskValues.Empty, Scenario.Curator);

    protected static TaskValues Threshold(string threshold) => TaskValues.Empty.With("threshold", threshold);

    protected bool IsFlag(Classification row) => row.AlgorithmId != Moths.Id && row.IsSource() && row.RunId is not null;

    protected async Task<Classification> FlagAsync(ScenarioOccurrence animal) => (await RowsOfAsync(animal.Detections[0])).Single(IsFlag);

    protected async Task<IReadOnlyList<Classification>> RowsOfAsync(long detectionId)
    {
        await using var context = Bench.CreateContext();
        return await context.Classifications.AsNoTracking().Where(row => row.DetectionId == detectionId).OrderBy(row => row.Id).ToListAsync(Token);
    }

    /// <summary>Results of the classifier in the set, and those that a run would look at.</summary>
    protected async Task<(long Results, long InScope)> FiguresAsync()
    {
        await using var context = Bench.CreateContext();
        var figures = await context.CaptureSetClassifiers.SingleAsync(each => each.CaptureSetId == Scenario.Set.Id, Token);
        return (figures.Results, figures.InScope);
    }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;
}

file static class Rows
{
    public static bool IsSource(this Classification row) => row.Id == row.LineageId;
}
