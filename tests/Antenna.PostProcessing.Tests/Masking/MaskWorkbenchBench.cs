using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.PostProcessing.Tests.Masking;

/// <summary>Opens workbenches, and tries masks on them.</summary>
public abstract class MaskWorkbenchBench(RunBench bench)
{
    protected RunBench Bench { get; } = bench;

    protected async Task<WorkbenchView> TryAsync(Scenario scenario, ScenarioOccurrence animal, MaskSettings? settings = null) =>
        await (await OpenAsync(scenario, animal)).TryAsync(settings ?? MaskSettings.Default, Token);

    protected async Task<MaskWorkbench> OpenAsync(Scenario scenario, ScenarioOccurrence animal) =>
        (await Bench.Service<MaskWorkbenches>().OpenAsync(animal.Id, scenario.Curator, Token))!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;
}
