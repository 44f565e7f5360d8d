using Antenna.Dashboard.Components.Addresses;
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
public sealed partial class OccurrencePage(OccurrenceReader reader, CurrentProject project) : AddressedPage<OccurrenceAddress>
{
    private OccurrenceDetails? _occurrence;
    private MaskPreview? _preview;
    private FocusTarget? _focus;
    private long? _readId;
    private long? _shownId;
    private int _begun;
    private int _shown;

    /// <summary>Asked for by the router; the page goes by its address, which has it too.</summary>
    [Parameter]
    public long Id { get; set; }

    private string Title => _occurrence?.Determination.Taxon is { } taxon ? $"{taxon.Name}, occurrence {Address.Id}" : $"Occurrence {Address.Id}";

    /// <summary>The detection looked at: the one chosen, else the one that decides, else the first.</summary>
    private DetectionDetails? Shown =>
        _occurrence!.Detections.FirstOrDefault(detection => detection.Id == Address.DetectionId)
        ?? _occurrence.Detections.FirstOrDefault(detection => detection.Decides)
        ?? (_occurrence.Detections is [var first, ..] ? first : null);

    private CaptureDetails? ShownCapture => _occurrence!.Captures.FirstOrDefault(capture => capture.Id == Shown?.CaptureId);

    protected override void OnInitialized() => FollowNews(Concerns, (_, cancellationToken) => RefreshAsync(cancellationToken));

    protected override async Task OnNavigatedAsync()
    {
        if (_readId == Address.Id)
            return;
        _readId = Address.Id;
        await ReadAsync();
    }

    private Task ReadAsync() => LoadAsync(RefreshAsync);

    private async Task OnIdentifiedAsync(FocusTarget focus)
    {
        await ReadAsync();
        _focus = focus;
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        // Of two reads at once the one that began later counts, whichever comes back last.
        var (id, mine) = (Address.Id, ++_begun);
        var occurrence = await reader.FindAsync(id, cancellationToken);
        if (id != Address.Id || mine < _shown)
            return;
        _shown = mine;
        if (_shownId != id)
            (_preview, _focus) = (null, null);
        (_occurrence, _shownId) = (occurrence, id);
        if (occurrence is not null)
            project.Set(occurrence.ProjectId, occurrence.Project);
    }

    // Names are the taxonomy's, and an import may bring this animal further results.
    private bool Concerns(Announcement change) => change.Subject is NewsSubject.Taxonomy
        || change.Is(NewsSubject.Occurrence, Address.Id)
        || (_occurrence is { ProjectId: var project } && change.Is(NewsSubject.Project, project));

    private void OnPreviewed(MaskPreview? preview) => _preview = preview;

    private string CropText(DetectionDetails detection) => _occurrence!.Detections.Count == 1
        ? "The animal, cut from its capture"
        : $"The animal, cut from its capture of {Figures.Time(detection.CapturedAt)}";
}
