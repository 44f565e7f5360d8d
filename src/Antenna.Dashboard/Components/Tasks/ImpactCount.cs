using Antenna.Dashboard.Components.Live;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tasks;

namespace Antenna.Dashboard.Components.Tasks;

/// <summary>
/// Counts what runs would change, one after the other, and reports as it goes. There is one count at a time: a new one
/// cancels the one before.
/// </summary>
internal sealed class ImpactCount(RunDryRun dryRun) : IAsyncDisposable
{
    private readonly OneCount _one = new();
    private volatile IReadOnlyList<PlannedRun> _impacts = [];

    /// <summary>More is counted; comes from any thread.</summary>
    public event Action? Counted;

    public IReadOnlyList<PlannedRun> Impacts => _impacts;

    /// <summary>Counts to the end, or until it is canceled or another count begins.</summary>
    public Task CountAsync(IReadOnlyList<(RunPlan Plan, long? InScope)> planned, CancellationToken cancellationToken) =>
        _one.RunAsync(mine => CountAllAsync(planned, mine), cancellationToken);

    /// <summary>Ends the count, and waits until it has ended.</summary>
    public ValueTask DisposeAsync() => _one.DisposeAsync();

    private async Task CountAllAsync(IReadOnlyList<(RunPlan Plan, long? InScope)> planned, CancellationToken cancellationToken)
    {
        _impacts = [.. planned.Select(run => new PlannedRun(run.Plan, run.InScope, DryRunCounts.None, IsCounted: false))];
        for (var at = 0; at < planned.Count; at++)
        {
            var (index, plan) = (at, planned[at].Plan);
            var counts = await OffCircuit.RunAsync(
                () => dryRun.CountAsync(plan, new ImmediateProgress<DryRunCounts>(so => Tell(index, so, isCounted: false)), cancellationToken), cancellationToken);
            Tell(index, counts, isCounted: true);
        }
    }

    private void Tell(int index, DryRunCounts counts, bool isCounted)
    {
        _impacts = [.. _impacts.Select((impact, at) => at == index ? impact with { Counts = counts, IsCounted = isCounted } : impact)];
        Counted?.Invoke();
    }
}
