using Antenna.Dashboard.Components.Live;
using Antenna.Data.News;
using Antenna.Data.Occurrences;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Pins;

/// <summary>Pins an occurrence, or takes its pin away. It follows what others pin.</summary>
public sealed partial class PinToggle(PinnedOccurrences pins) : LiveComponent
{
    private long? _readId;
    private bool _isActing;
    private string? _full;

    [Parameter, EditorRequired]
    public long OccurrenceId { get; set; }

    [Parameter, EditorRequired]
    public long ProjectId { get; set; }

    private bool IsPinned { get; set; }

    private string? Refusal => LoadError?.Message ?? _full;

    protected override void OnInitialized() => FollowNews(change => change.Is(NewsSubject.Pins, ProjectId), (_, cancellationToken) => ReadAsync(cancellationToken));

    protected override async Task OnParametersSetAsync()
    {
        if (_readId == OccurrenceId)
            return;
        (_readId, _full) = (OccurrenceId, null);
        await LoadAsync(ReadAsync);
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var id = OccurrenceId;
        var isPinned = (await pins.AmongAsync([id], cancellationToken)).Count > 0;
        if (id == OccurrenceId)
            IsPinned = isPinned;
    }

    private async Task ToggleAsync()
    {
        if (_isActing)
            return;
        (_isActing, _full) = (true, null);
        await LoadAsync(
            async cancellationToken =>
            {
                if (IsPinned)
                    await pins.UnpinAsync([OccurrenceId], cancellationToken);
                else if ((await pins.PinAsync([OccurrenceId], cancellationToken))[0].Outcome is PinOutcome.NoRoom)
                    _full = PinText.NoRoom;
                await ReadAsync(cancellationToken);
            },
            "The pin could not be saved");
        _isActing = false;
    }
}
