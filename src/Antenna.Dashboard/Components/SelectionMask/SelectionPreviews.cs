using Antenna.Data.Runs;
using Antenna.PostProcessing.Masking;

namespace Antenna.Dashboard.Components.SelectionMask;

/// <summary>
/// What masks would make of the selected occurrences, read batch by batch. There is one preview at a time: a new one cancels the one before,
/// whose occurrences stay until the first batch of the new one is there.
/// </summary>
internal sealed class SelectionPreviews
{
    private List<SelectionPreview> _all = [];
    private string? _basis;
    private CancellationTokenSource? _current;

    public IReadOnlyList<SelectionPreview> All => _all;

    /// <summary>All of the selection is previewed.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>What the mask of a classifier would do, as far as it is previewed.</summary>
    public OutcomeCounts CountersOf(long classifierId) => _all.Aggregate(new OutcomeCounts(), (sum, preview) => sum + preview.Counters(classifierId));

    /// <summary>Another selection is looked at.</summary>
    public void Clear() => (_all, _basis) = ([], null);

    /// <summary>Cancels the preview before, where these plans or the occurrences are others than it was of.</summary>
    /// <param name="version">Of the occurrences: another number after each change of them.</param>
    /// <returns>Whether the plans are to be read.</returns>
    public async Task<bool> ChangeAsync(IReadOnlyList<MaskPlan> plans, int version)
    {
        var basis = string.Join(' ', [version, .. plans.Select(plan => plan.SettingsHash)]);
        if (_basis == basis)
            return false;
        _basis = basis;
        await CancelAsync();
        if (plans.Count > 0)
            return true;
        (_all, IsComplete) = ([], false);
        return false;
    }

    /// <summary>Previews plans on every occurrence, or until another preview begins.</summary>
    /// <param name="shown">There is more to show.</param>
    public async Task ReadAsync(SelectionWorkbench workbench, IReadOnlyList<MaskPlan> plans, Action shown, CancellationToken cancellationToken)
    {
        using var mine = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        (_current, IsComplete) = (mine, false);
        try
        {
            var previews = new List<SelectionPreview>();
            await foreach (var batch in workbench.PreviewAsync(plans, mine.Token))
            {
                if (_current != mine)
                    return;
                previews.AddRange(batch);
                _all = previews;
                shown();
            }

            IsComplete = _current == mine;
        }
        catch (OperationCanceledException) when (mine.IsCancellationRequested)
        {
            // Something else is tried meanwhile.
        }
        catch (Exception) when (_current == mine)
        {
            // So that trying the same again reads it again.
            _basis = null;
            throw;
        }
        finally
        {
            if (_current == mine)
                _current = null;
        }
    }

    public Task CancelAsync() => _current?.CancelAsync() ?? Task.CompletedTask;
}
