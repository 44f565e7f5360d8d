using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Look;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Masking.Impacts;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Impacts;

/// <summary>What a mask would do to a capture set, before anybody launches it: each number leads to its occurrences.</summary>
public sealed partial class ImpactReport : ComponentBase
{
    private const int Few = 8;

    [Parameter, EditorRequired]
    public CountedImpact Counted { get; set; } = null!;

    /// <summary>The page that it is on.</summary>
    [Parameter, EditorRequired]
    public CaptureSetAddress Address { get; set; } = null!;

    /// <summary>Whether to name the classifier, to tell it from others below it.</summary>
    [Parameter]
    public bool ShowsLabel { get; set; }

    /// <summary>The threshold that is chosen.</summary>
    [Parameter]
    public double HoldBelow { get; set; }

    [Parameter]
    public EventCallback<double> HoldBelowChanged { get; set; }

    /// <summary>A species was put into a draft: the settings that lead to it.</summary>
    [Parameter]
    public EventCallback<MaskSettings> OnDrafted { get; set; }

    private bool IsOpen { get; set; }

    private Impact Impact => Counted.Impact!;

    private string Heading => $"impact-{Counted.Plan.Classifier.Id}";

    private ImpactCasesAddress Changes => Address.Cases(Counted.Plan.Classifier.Id, new(ImpactFigure.Changes));

    private string StateText => Counted switch
    {
        { IsStale: true } => "Counting with the new settings; the figures are still those of the ones before.",
        { IsCounted: true } => $"All {Figures.Count(Impact.Counts.Counters.Checked, "prediction", "predictions")} counted. Nothing of it is saved until you launch.",
        { InScope: { } total } => $"Counting: {Figures.Count(Impact.Counts.Counters.Checked)} of {Figures.Count(total, "prediction", "predictions")}.",
        _ => $"Counting: {Figures.Count(Impact.Counts.Counters.Checked, "prediction", "predictions")} so far.",
    };

    private string CasesOf(ImpactFilter filter) => Address.Cases(Counted.Plan.Classifier.Id, filter);
}
