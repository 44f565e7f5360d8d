using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Tasks;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Masking.Impacts;

namespace Antenna.Dashboard.Components.Impacts;

/// <summary>
/// Counts the impact of masks, one after the other, and reports as it goes. There is one count at a time: a new one cancels
/// the one before.
/// </summary>
internal sealed class MaskImpacts(ImpactPasses passes) : IAsyncDisposable
{
    private readonly OneCount _one = new();
    private volatile IReadOnlyList<CountedImpact> _all = [];

    /// <summary>More is counted; comes from any thread.</summary>
    public event Action? Counted;

    public IReadOnlyList<CountedImpact> All => _all;

    /// <summary>Counts to the end, or until it is canceled or another count begins.</summary>
    public Task CountAsync(IReadOnlyList<(MaskPlan Plan, long? InScope)> planned, CancellationToken cancellationToken) =>
        _one.RunAsync(mine => CountAllAsync(planned, mine), cancellationToken);

    /// <summary>Ends the count, and waits until it has ended.</summary>
    public ValueTask DisposeAsync() => _one.DisposeAsync();

    private async Task CountAllAsync(IReadOnlyList<(MaskPlan Plan, long? InScope)> planned, CancellationToken cancellationToken)
    {
        // What was shown of a classifier stays, so that nothing on the page jumps while a threshold is dragged.
        var before = _all;
        _all =
        [
            .. planned.Select(mask => new CountedImpact(
                mask.Plan, mask.InScope, before.FirstOrDefault(each => each.Plan.Classifier.Id == mask.Plan.Classifier.Id)?.Impact, IsStale: true)),
        ];
        Counted?.Invoke();
        for (var at = 0; at < planned.Count; at++)
        {
            var (index, plan) = (at, planned[at].Plan);
            var impact = await OffCircuit.RunAsync(() => passes.CountAsync(plan, new ImmediateProgress<Impact>(so => Tell(index, so)), cancellationToken), cancellationToken);
            Tell(index, impact);
        }
    }

    private void Tell(int index, Impact impact)
    {
        _all = [.. _all.Select((each, at) => at == index ? each with { Impact = impact, IsStale = false } : each)];
        Counted?.Invoke();
    }
}
