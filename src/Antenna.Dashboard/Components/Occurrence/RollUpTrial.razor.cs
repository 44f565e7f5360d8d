using Antenna.Core.Predictions;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.RankRollUp;
using Antenna.PostProcessing.Tasks;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>
/// A roll-up beside the original prediction and the masked one: which rank is tried with which taxon, and what it would
/// make of each, by the code of the run. Writes nothing.
/// </summary>
public sealed partial class RollUpTrial(RollUpPreviews previews) : LiveComponent
{
    private static readonly TaskField[] _fields = [RollUpFields.Thresholds, RollUpFields.Distribution, RollUpFields.Competition];

    private (TriedRollUp? Tried, WorkbenchView View, WorkbenchSource? Source, long? SourceId) _read;
    private List<SettingsProblem> _problems = [];
    private RollUpSettings? _settings;
    private RollUpPreview? _original;
    private RollUpPreview? _masked;

    /// <summary>What is tried, from the page's address; null while it is not asked for.</summary>
    [Parameter]
    public TriedRollUp? Tried { get; set; }

    [Parameter]
    public EventCallback<TriedRollUp?> OnTried { get; set; }

    /// <summary>The mask tried.</summary>
    [Parameter, EditorRequired]
    public WorkbenchView View { get; set; } = null!;

    /// <summary>The classifier's own answer; null where it gave none.</summary>
    [Parameter]
    public WorkbenchSource? Source { get; set; }

    /// <summary>What the mask makes of that answer; null where it says nothing of it.</summary>
    [Parameter]
    public PreviewedRow? Row { get; set; }

    private TaskValues Values => Tried?.Values ?? TaskValues.Empty;

    private IEnumerable<RollUpPreview> Previews => _masked is null ? [_original!] : [_original!, _masked];

    protected override async Task OnParametersSetAsync()
    {
        var read = (Tried, View, Source, Row?.SourceId);
        if (_read == read)
            return;
        _read = read;
        await LoadAsync(PreviewAsync);
    }

    private async Task PreviewAsync(CancellationToken cancellationToken)
    {
        var (read, view, source, row) = (_read, View, Source, Row);
        var problems = new List<SettingsProblem>();
        var settings = Tried is null ? null : RollUpFields.Parse(Values, problems);
        var work = settings is null || source is null
            ? null
            : await previews.OpenAsync(source.ClassifierId, source.CategoryMapId, settings, cancellationToken);
        if (_read != read)
            return;
        (_problems, _settings) = (problems, settings);
        _original = work?.Preview(source!.Logits, null, source.TaxonId);
        _masked = work is not null && row?.MaskedWinner is { } winner && view.Kept is { } kept
            ? work.Preview(source!.Logits, kept, winner.Taxon?.Id)
            : null;
    }

    private Task TryAsync(TaskValues values) => OnTried.InvokeAsync(new(
        values.All.GetValueOrDefault(RollUpFields.Thresholds.Key),
        values.All.GetValueOrDefault(RollUpFields.Distribution.Key),
        values.All.GetValueOrDefault(RollUpFields.Competition.Key)));
}
