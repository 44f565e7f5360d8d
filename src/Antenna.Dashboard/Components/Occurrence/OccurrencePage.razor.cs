using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Look;
using Antenna.Data.News;
using Antenna.Data.Occurrences;
using Antenna.PostProcessing.Masking;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>
/// One occurrence: its pictures, its identifications and predictions, and the workbench on which masks are tried. It follows what runs and
/// other people do to it.
/// </summary>
public sealed partial class OccurrencePage(OccurrenceReadAhead readAhead, CurrentProject project) : AddressedPage<OccurrenceAddress>
{
    /// <summary>CSS px of the animal's picture.</summary>
    private const int PictureSize = 360;

    private OccurrenceDetails? _occurrence;
    private MaskPreview? _preview;
    private FocusTarget? _focus;
    private OccurrenceNeighbours _neighbours = OccurrenceNeighbours.None;
    private OccurrenceDetails? _ahead;
    private long? _readId;
    private long? _leftId;
    private long? _walkedId;
    private long? _previewedId;
    private long? _shownId;
    private int _begun;
    private int _shown;

    /// <summary>Required by the router; the page goes by its address, which has it too.</summary>
    [Parameter]
    public long Id { get; set; }

    private string Title => _occurrence?.Determination.Taxon is { } taxon ? $"{taxon.Name}, occurrence {Address.Id}" : $"Occurrence {Address.Id}";

    /// <summary>The detection looked at: the one chosen, else the one that decides, else the first.</summary>
    private DetectionDetails? Shown => _occurrence!.Detections.FirstOrDefault(detection => detection.Id == Address.DetectionId) ?? _occurrence.MainDetection;

    private CaptureDetails? ShownCapture => _occurrence!.Captures.FirstOrDefault(capture => capture.Id == Shown?.CaptureId);

    /// <summary>What a person who goes on in the same direction opens next.</summary>
    private long? AheadId => _leftId is { } left && left == _neighbours.Next ? _neighbours.Previous : _neighbours.Next;

    protected override void OnInitialized() => FollowNews(Concerns, UpdateAsync);

    protected override async Task OnNavigatedAsync()
    {
        if (_readId == Address.Id)
            return;
        (_leftId, _readId, _neighbours, _ahead) = (_readId, Address.Id, OccurrenceNeighbours.None, null);
        await ReadAsync();
    }

    protected override ValueTask DisposeAsyncCore()
    {
        readAhead.Drop();
        return base.DisposeAsyncCore();
    }

    private async Task ReadAsync()
    {
        await LoadAsync(RefreshAsync);
        if (LoadError is null)
            await LoadAsync(WalkAsync);
    }

    private async Task UpdateAsync(NewsBatch news, CancellationToken cancellationToken)
    {
        _ahead = null;
        readAhead.Drop();
        await RefreshAsync(cancellationToken);
        await LookAheadAsync();
    }

    private async Task OnIdentifiedAsync(FocusTarget? focus)
    {
        await ReadAsync();
        _focus = focus;
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        // Of two reads at once the one that began later counts, whichever comes back last.
        var (id, mine) = (Address.Id, ++_begun);
        var occurrence = await readAhead.FindAsync(id, cancellationToken);
        if (id != Address.Id || mine < _shown)
            return;
        _shown = mine;
        if (_shownId != id)
            (_preview, _focus) = (null, null);
        (_occurrence, _shownId) = (occurrence, id);
        if (occurrence is not null)
            project.Open(occurrence.ProjectId, occurrence.Project);
    }

    /// <summary>Finds the neighbours, once: they are those of the list as it was when the occurrence was opened, whatever is done to it since.</summary>
    private async Task WalkAsync(CancellationToken cancellationToken)
    {
        if (_occurrence is not { } occurrence || _walkedId == occurrence.Id)
            return;
        var neighbours = await readAhead.NeighboursAsync(Address, occurrence.ProjectId, cancellationToken);
        if (_shownId != occurrence.Id)
            return;
        (_neighbours, _walkedId) = (neighbours, occurrence.Id);
        await LookAheadAsync();
    }

    /// <summary>Reads the next occurrence ahead, once all of this one is there.</summary>
    private async Task LookAheadAsync()
    {
        if (_walkedId != Address.Id || _previewedId != Address.Id || AheadId is not { } ahead)
            return;
        readAhead.Begin(Address.WithOccurrence(ahead));
        var read = await readAhead.PeekAsync(ahead);
        if (AheadId == ahead)
            _ahead = read;
    }

    // Names are the taxonomy's, and an import may bring this animal further results.
    private bool Concerns(Announcement change) => change.Subject is NewsSubject.Taxonomy
        || change.Is(NewsSubject.Occurrence, Address.Id)
        || readAhead.Concerns(change)
        || (_occurrence is { ProjectId: var project } && change.Is(NewsSubject.Project, project));

    private Task OnPreviewedAsync(MaskPreview? preview)
    {
        (_preview, _previewedId) = (preview, Address.Id);
        return LookAheadAsync();
    }

    private string CropText(DetectionDetails detection)
    {
        // Without a crop or a box it is the capture as a whole that is shown.
        var what = detection is { Box: null, CropPath: null } ? "The capture that the animal is somewhere on" : "The animal, cut from its capture";
        return _occurrence!.Detections.Count == 1 ? what : $"{what}, of {Figures.Time(detection.CapturedAt)}";
    }
}
