using System.Globalization;
using Antenna.Dashboard.Components.Look;
using Antenna.PostProcessing.Masking.Impacts;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Antenna.Dashboard.Components.Impacts;

/// <summary>
/// How much of the belief is off the list, and a threshold to drag among it, which is the run's <em>hold below</em>. What it
/// would hold is known from the masses at once; the rest is counted again by the run's own code.
/// </summary>
public sealed partial class HoldBelowPanel : ComponentBase
{
    /// <summary>Thresholds of the slider: 0, 0.01, … 0.99.</summary>
    private const int Stops = 100;

    private readonly StackedBarChartOptions _options = new()
    {
        ChartPalette = ["var(--original)", "var(--masked)"],
        YAxisTitle = "predictions",
        XAxisTitle = "belief off the list, up to",
        YAxisFormat = "N0",
        MaxNumYAxisTicks = 6,
    };

    private IReadOnlyList<MassBin> _bins = [];
    private int? _dragged;

    [Parameter, EditorRequired]
    public Impact Impact { get; set; } = null!;

    /// <summary>The threshold that is chosen, of the kept mass.</summary>
    [Parameter, EditorRequired]
    public double HoldBelow { get; set; }

    [Parameter]
    public EventCallback<double> HoldBelowChanged { get; set; }

    /// <summary>Where the occurrences that a number counts are shown.</summary>
    [Parameter, EditorRequired]
    public Func<ImpactFilter, string> CasesOf { get; set; } = null!;

    private string Id => $"hold-below-{Impact.Plan.Classifier.Id}";

    private double Threshold => _dragged is { } stop ? stop / (double)Stops : HoldBelow;

    private int Position => _dragged ?? Math.Clamp((int)Math.Round(HoldBelow * Stops), 0, Stops - 1);

    private int Step => StepOf(Threshold);

    private long Held => Impact.Masses.HeldAt(Step);

    private string ThresholdText => Threshold switch
    {
        0 => "nothing is held",
        var mass => string.Create(CultureInfo.InvariantCulture, $"{mass:0.###}: more than {100 * (1 - mass):0.#} % off"),
    };

    private string HeldText => $"{Figures.Count(Held)} of {Figures.Count(Impact.Masses.Rows, "prediction", "predictions")} would be held.";

    private string[] Labels => [.. _bins.Select(bin => bin.Label)];

    private List<ChartSeries<double>> Series =>
    [
        new() { Name = "Held", Data = new([.. _bins.Select(bin => (double)bin.Held)]) },
        new() { Name = "Answered", Data = new([.. _bins.Select(bin => (double)bin.Others)]) },
    ];

    protected override void OnParametersSet()
    {
        // What was dragged to has come back as what is chosen, or something else was chosen.
        if (_dragged is { } stop && Math.Abs((stop / (double)Stops) - HoldBelow) < 1e-9)
            _dragged = null;
        Divide();
    }

    private void Divide() => _bins = MassBin.Of(Impact.Masses, Step);

    private static int StepOf(double threshold) => Math.Clamp((int)Math.Round(threshold * KeptMasses.Resolution), 0, KeptMasses.Resolution);

    private static int StopOf(ChangeEventArgs change) =>
        int.TryParse(change.Value as string, NumberStyles.None, CultureInfo.InvariantCulture, out var stop) ? Math.Clamp(stop, 0, Stops - 1) : 0;

    private void Drag(ChangeEventArgs change)
    {
        _dragged = StopOf(change);
        Divide();
    }

    private Task ChooseAsync(ChangeEventArgs change)
    {
        _dragged = StopOf(change);
        Divide();
        return HoldBelowChanged.InvokeAsync(_dragged.Value / (double)Stops);
    }
}
