using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Occurrences;
using Antenna.PostProcessing.Masking;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>
/// Tries masks on one occurrence: a list, a classifier and settings; what they make of it, at once and without saving
/// anything; and a run that makes it so.
/// </summary>
public sealed partial class WorkbenchPanel(OccurrenceReadAhead readAhead, ICurrentPerson currentPerson) : LiveComponent
{
    private MaskWorkbench? _workbench;
    private WorkbenchView? _view;
    private string? _readVersion;
    private MaskSettings? _tried;

    /// <summary>The occurrence, always the same, and the mask tried.</summary>
    [Parameter, EditorRequired]
    public OccurrenceAddress Address { get; set; } = null!;

    /// <summary>Another one whenever what is said of the occurrence has changed.</summary>
    [Parameter, EditorRequired]
    public string Version { get; set; } = null!;

    [Parameter, EditorRequired]
    public IReadOnlyList<DetectionDetails> Detections { get; set; } = null!;

    /// <summary>The detection looked at; null where there is none.</summary>
    [Parameter]
    public long? ShownDetectionId { get; set; }

    [Parameter]
    public EventCallback<MaskSettings> OnTried { get; set; }

    [Parameter]
    public EventCallback<TriedRollUp?> OnRollUpTried { get; set; }

    /// <summary>Other answers are to stand side by side.</summary>
    [Parameter]
    public EventCallback<TriedComparison> OnCompared { get; set; }

    /// <summary>What is tried now makes this of the occurrence.</summary>
    [Parameter]
    public EventCallback<MaskPreview?> OnPreviewed { get; set; }

    /// <summary>A run on the occurrence ended.</summary>
    [Parameter]
    public EventCallback OnApplied { get; set; }

    private PreviewedRow? Row => _view?.Preview?.Rows.FirstOrDefault(row => row.DetectionId == ShownDetectionId);

    private WorkbenchSource? Source => _view?.ClassifierId is { } classifier && ShownDetectionId is { } detection
        ? _workbench!.SourceOf(classifier, detection)
        : null;

    /// <summary>Why nothing of the classifier tried can be masked here; null where something can.</summary>
    private string? WhyNot => _view!.Classifiers.FirstOrDefault(classifier => classifier.Classifier.Id == _view.ClassifierId)?.WhyNot;

    protected override async Task OnParametersSetAsync()
    {
        if (_readVersion is null)
            await OpenAsync();
        else if (_readVersion != Version)
            await RefreshAsync();
        else if (_tried != Address.Settings)
            await LoadAsync(TryAsync);
    }

    private Task OpenAsync() => LoadAsync(async cancellationToken =>
    {
        _readVersion = Version;
        var person = await currentPerson.FindAsync(cancellationToken);
        _workbench = await readAhead.OpenWorkbenchAsync(Address.Id, person, cancellationToken);
        await TryAsync(cancellationToken);
    });

    private Task RefreshAsync() => LoadAsync(async cancellationToken =>
    {
        _readVersion = Version;
        if (_workbench is not null && await _workbench.RefreshAsync(cancellationToken))
            await TryAsync(cancellationToken);
    });

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        _tried = Address.Settings;
        if (_workbench is null)
            return;
        var view = await _workbench.TryAsync(_tried, cancellationToken);

        // Of two tries at once, the later one is shown.
        if (_tried != Address.Settings)
            return;
        _view = view;
        await OnPreviewed.InvokeAsync(view.Preview);
    }
}
