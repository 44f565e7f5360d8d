using System.Globalization;
using Antenna.Core.Detections;
using Antenna.Dashboard.Components.Look;
using Antenna.Dashboard.Components.Tasks;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.SizeFilter;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Antenna.Dashboard.Components.SizeFilter;

/// <summary>
/// How large the detections of a scope are, a threshold to drag among them, and those that it would flag. What a run would
/// change is counted beside it by the run's own code.
/// </summary>
public sealed partial class SizeFilterPreview(SizePreviews previews) : TaskPreviewComponent
{
    private readonly StackedBarChartOptions _options = new()
    {
        ChartPalette = ["var(--masked)", "var(--original)"],
        YAxisTitle = "detections",
        XAxisTitle = "part of the capture, from",
        XAxisLabelRotation = 45,
        YAxisFormat = "N0",
    };

    private SizeDistribution? _distribution;
    private SmallDetections? _flagged;
    private IReadOnlyList<SizeRange> _ranges = [];
    private (RunScope Scope, int Changes)? _read;
    private SizeFilterSettings? _tried;
    private SizeFilterSettings? _shown;
    private int? _dragged;

    /// <summary>What is tried; null where it is no threshold.</summary>
    private SizeFilterSettings? Tried => SizeFilterSettings.TryRead(Values[SizeFilterTask.Threshold], out var settings) is [] ? settings : null;

    /// <summary>The stop of the slider that is nearest to the threshold, by ratio.</summary>
    private int Position => _dragged ?? NearestTo((Tried ?? SizeFilterSettings.Default).Fraction);

    private string ThresholdText
    {
        get
        {
            var fraction = _dragged is { } stop ? SizePreviews.Stops[stop] : Tried?.Fraction;
            return fraction is { } part ? $"{SizeTexts.Exact(part)} of the capture" : "none";
        }
    }

    private string NotMeasuredText => _distribution!.NotMeasured == 0
        ? ""
        : $" {Figures.Count(_distribution.NotMeasured, "more has", "more have")} no size: no box, an invalid one, or a capture of unknown size.";

    private string ChartText => _shown is { } settings && _flagged is { } flagged
        ? $"{Figures.Count(flagged.Count)} of {Figures.Count(_distribution!.Measured, "detection", "detections")} {(flagged.Count == 1 ? "covers" : "cover")} less than {SizeTexts.Exact(settings.Fraction)} of the capture. The numbers are in the table below."
        : "How many detections cover how much of their capture. The numbers are in the table below.";

    private string[] Labels => [.. _ranges.Select(range => range.Label)];

    private List<ChartSeries<double>> Series =>
    [
        new() { Name = "Under the threshold", Data = new([.. _ranges.Select(range => (double)range.Under)]) },
        new() { Name = "Large enough", Data = new([.. _ranges.Select(range => (double)range.Others)]) },
    ];

    protected override async Task OnParametersSetAsync()
    {
        if (_read != (Scope, Changes))
            await ReadAsync();
        else if (_tried != Tried)
            await LoadAsync(TryAsync);
    }

    private Task ReadAsync() => LoadAsync(async cancellationToken =>
    {
        var read = (Scope, Changes);
        _read = read;
        var distribution = await previews.DistributionAsync(Scope, cancellationToken);
        if (_read != read)
            return;
        _distribution = distribution;
        Divide();
        await TryAsync(cancellationToken);
    });

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        var (tried, read) = (Tried, _read);
        _tried = tried;
        var flagged = tried is null ? null : await previews.FlaggedAsync(Scope, tried, cancellationToken);

        // Of two tries at once, the later one is shown.
        if (_tried != tried || _read != read)
            return;
        (_flagged, _shown, _dragged) = (flagged, tried, null);
        Divide();
    }

    private void Divide() => _ranges = _distribution is null ? [] : SizeRange.Of(_distribution, _shown?.Fraction, _flagged?.Count ?? 0);

    private static string CropsText(SmallDetections flagged, SizeFilterSettings settings) => flagged switch
    {
        { Count: 0 } => $"No detection covers less than {SizeTexts.Exact(settings.Fraction)} of its capture.",
        _ when flagged.Count > flagged.Largest.Count =>
            $"The {Figures.Count(flagged.Largest.Count)} nearest to the threshold of {Figures.Count(flagged.Count)}, largest first.",
        { Count: 1 } => "There is one.",
        _ => $"All {Figures.Count(flagged.Count)}, largest first.",
    };

    private static int NearestTo(double fraction) =>
        Enumerable.Range(0, SizePreviews.Stops.Count).MinBy(stop => Math.Abs(Math.Log(SizePreviews.Stops[stop] / fraction)));

    private static int StopOf(ChangeEventArgs change) =>
        int.TryParse(change.Value as string, NumberStyles.None, CultureInfo.InvariantCulture, out var stop) ? Math.Clamp(stop, 0, SizePreviews.Stops.Count - 1) : 0;

    private void Drag(ChangeEventArgs change) => _dragged = StopOf(change);

    private Task ChooseAsync(ChangeEventArgs change)
    {
        _dragged = StopOf(change);
        var text = new SizeFilterSettings { Fraction = SizePreviews.Stops[_dragged.Value] }.Text;
        return ValuesChanged.InvokeAsync(Values.With(SizeFilterTask.Threshold.Key, text == SizeFilterTask.Threshold.Default ? null : text));
    }
}
