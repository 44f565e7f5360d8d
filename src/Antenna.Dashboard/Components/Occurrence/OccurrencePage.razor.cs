using Antenna.Core.Predictions;
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
public sealed partial class OccurrencePage(
    OccurrenceReader reader, CurrentProject project, NavigationManager navigation) : LiveComponent
{
    private OccurrenceDetails? _occurrence;
    private MaskPreview? _preview;
    private FocusTarget? _focus;
    private long? _readId;
    private long? _shownId;

    [Parameter]
    public long Id { get; set; }

    [SupplyParameterFromQuery(Name = "detection")]
    private string? DetectionValue { get; set; }

    private long? Detection => AddressValue.Id(DetectionValue);

    [SupplyParameterFromQuery]
    private string? History { get; set; }

    [SupplyParameterFromQuery(Name = "list")]
    private string? ListValue { get; set; }

    private long? List => AddressValue.Id(ListValue);

    [SupplyParameterFromQuery(Name = "version")]
    private string? VersionValue { get; set; }

    private int? Version => AddressValue.Count(VersionValue);

    [SupplyParameterFromQuery(Name = "classifier")]
    private string? ClassifierValue { get; set; }

    private long? Classifier => AddressValue.Id(ClassifierValue);

    [SupplyParameterFromQuery]
    private string? Mode { get; set; }

    [SupplyParameterFromQuery(Name = "only-changes")]
    private string? OnlyChanges { get; set; }

    [SupplyParameterFromQuery(Name = "hold")]
    private string? HoldValue { get; set; }

    private double? Hold => AddressValue.Number(HoldValue);

    private OccurrenceAddress Address => new(Id, Detection, History == "all", new MaskSettings
    {
        TaxaListId = List,
        TaxaListVersion = Version,
        Options = new(DashboardUrls.Constant<ScoreMode>(Mode) ?? ScoreMode.Reweighted, OnlyChanges == "yes", Hold ?? 0),
    }.WithClassifier(Classifier));

    private string Title => _occurrence?.Determination.Taxon is { } taxon ? $"{taxon.Name}, occurrence {Id}" : $"Occurrence {Id}";

    /// <summary>The detection looked at: the one chosen, else the one that decides, else the first.</summary>
    private DetectionDetails? Shown =>
        _occurrence!.Detections.FirstOrDefault(detection => detection.Id == Detection)
        ?? _occurrence.Detections.FirstOrDefault(detection => detection.Decides)
        ?? (_occurrence.Detections is [var first, ..] ? first : null);

    private CaptureDetails? ShownCapture => _occurrence!.Captures.FirstOrDefault(capture => capture.Id == Shown?.CaptureId);

    protected override void OnInitialized() => FollowNews(Concerns, (_, cancellationToken) => RefreshAsync(cancellationToken));

    protected override async Task OnParametersSetAsync()
    {
        if (_readId == Id)
            return;
        _readId = Id;
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
        var id = Id;
        var occurrence = await reader.FindAsync(id, cancellationToken);
        if (id != Id)
            return;
        if (_shownId != id)
            (_preview, _focus) = (null, null);
        (_occurrence, _shownId) = (occurrence, id);
        if (occurrence is not null)
            project.Set(occurrence.ProjectId, occurrence.Project);
    }

    // Names are the taxonomy's, and an import may bring this animal further results.
    private bool Concerns(Announcement change) => change.Subject is NewsSubject.Taxonomy
        || change.Is(NewsSubject.Occurrence, Id)
        || (_occurrence is { ProjectId: var project } && change.Is(NewsSubject.Project, project));

    // Choosing is not going elsewhere: "back" leads to where one came from, not through all that was tried.
    private void Go(OccurrenceAddress address) => navigation.NavigateTo(DashboardUrls.Occurrence(address), replace: true);

    private void OnPreviewed(MaskPreview? preview) => _preview = preview;

    private string CropText(DetectionDetails detection) => _occurrence!.Detections.Count == 1
        ? "The animal, cut from its capture"
        : $"The animal, cut from its capture of {Figures.Time(detection.CapturedAt)}";
}
