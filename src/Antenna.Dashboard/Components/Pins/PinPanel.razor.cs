using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Data.News;
using Antenna.Data.Occurrences;
using Antenna.PostProcessing.Masking;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Pins;

/// <summary>What the mask that is tried on a workbench makes of the project's pinned occurrences, with every change of it.</summary>
public sealed partial class PinPanel(PinBoards boards, PinnedOccurrences pins) : LiveComponent
{
    private PinBoard? _board;
    private IReadOnlyList<PinPreview> _previews = [];
    private WorkbenchView? _tried;
    private bool _isCurrent;
    private int _begun;

    [Parameter, EditorRequired]
    public long ProjectId { get; set; }

    /// <summary>What the workbench answered; another one whenever something else is tried.</summary>
    [Parameter, EditorRequired]
    public WorkbenchView View { get; set; } = null!;

    /// <summary>The occurrence at hand, with the mask that is tried.</summary>
    [Parameter, EditorRequired]
    public OccurrenceAddress Address { get; set; } = null!;

    private IReadOnlyList<PinPreview> Moved => [.. _previews.Where(pin => pin.Moves)];

    private IReadOnlyList<PinPreview> Shown => Address.ShowsAllPins ? _previews : Moved;

    private IEnumerable<(PinVerdict Verdict, int Count)> Counts =>
        _previews.GroupBy(pin => pin.Verdict).OrderBy(group => group.Key).Select(group => (group.Key, group.Count()));

    protected override void OnInitialized() => FollowNews(Concerns, (_, cancellationToken) => RefreshAsync(cancellationToken));

    protected override async Task OnParametersSetAsync()
    {
        if (ReferenceEquals(_tried, View))
            return;
        _tried = View;
        await LoadAsync(async cancellationToken =>
        {
            _board ??= await boards.OpenAsync(ProjectId, cancellationToken);
            await PreviewAsync(cancellationToken);
        });
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (_board is null)
            return;
        await _board.RefreshAsync(cancellationToken);
        await PreviewAsync(cancellationToken);
    }

    /// <summary>Previews what is tried; what was previewed before is shown until it is there.</summary>
    private async Task PreviewAsync(CancellationToken cancellationToken)
    {
        var mine = ++_begun;
        _isCurrent = false;
        var previews = await _board!.PreviewAsync(View, cancellationToken);

        // Of two at once, the one that began later is shown.
        if (mine == _begun)
            (_previews, _isCurrent) = (previews, true);
    }

    private bool Concerns(Announcement change) => change.Is(NewsSubject.Pins, ProjectId)
        || change.Subject is NewsSubject.Taxonomy
        || (change.Subject is NewsSubject.Occurrence && _board is { } board && board.OccurrenceIds.Any(change.Ids.Contains));

    // The announcement of it brings the rest up to date.
    private Task UnpinAsync(long occurrenceId) => LoadAsync(cancellationToken => pins.UnpinAsync([occurrenceId], cancellationToken), "The pin could not be taken away");
}
