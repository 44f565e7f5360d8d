using Antenna.Dashboard.Components.Look;
using Antenna.Data.Model;
using Antenna.PostProcessing.Masking.Impacts;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Antenna.Dashboard.Components.Impacts;

/// <summary>Which taxa become which, as a table and as flows: the largest, the rest summed; and what the set gains and loses.</summary>
public sealed partial class TransitionsPanel : ComponentBase
{
    /// <summary>Flows that are drawn one by one; more could not be told apart.</summary>
    private const int MostFlows = 10;

    private const int Few = 12;

    private int _shown = Few;

    [Parameter, EditorRequired]
    public Impact Impact { get; set; } = null!;

    /// <summary>Where the occurrences that a number counts are shown.</summary>
    [Parameter, EditorRequired]
    public Func<ImpactFilter, string> CasesOf { get; set; } = null!;

    private List<(string From, string To, double Occurrences)> Edges { get; set; } = [];

    private List<ChartSeries<double>> Flows => [new() { Name = "Occurrences", Data = new ChartData<double>(Edges) }];

    /// <summary>The chart colours its nodes in their order: all on the left, then all on the right.</summary>
    private SankeyChartOptions Options => new()
    {
        ChartPalette =
        [
            .. Enumerable.Repeat("var(--original)", Edges.Select(edge => edge.From).Distinct().Count()),
            .. Enumerable.Repeat("var(--masked)", Edges.Select(edge => edge.To).Distinct().Count()),
        ],
        LabelFontSize = "0.75rem",
        LabelPadding = 2,
        MinVerticalSpacing = 18,
        NodeWidth = 12,
        EdgeOpacity = 0.35,
        HighlightOnHover = false,
    };

    protected override void OnParametersSet() => Edges = EdgesOf(Impact);

    /// <summary>
    /// The flows, each from a node on the left to one on the right. A taxon may be on both sides, and nodes are told apart by
    /// their names alone: those on the right end with a space that does not break.
    /// </summary>
    private static List<(string From, string To, double Occurrences)> EdgesOf(Impact impact)
    {
        var edges = impact.Transitions.Take(MostFlows).Select(each => (NameOf(each.From), NameOf(each.To) + "\u00a0", (double)each.Occurrences))
            .GroupBy(edge => (edge.Item1, edge.Item2)).Select(same => (same.Key.Item1, same.Key.Item2, same.Sum(edge => edge.Item3))).ToList();
        var others = impact.Counts.OccurrencesUpdated - impact.Transitions.Take(MostFlows).Sum(each => each.Occurrences);
        if (others > 0)
            edges.Add(("all others", "all others\u00a0", others));
        return edges;
    }

    private static string NameOf(TaxonName? taxon) => taxon?.Name ?? "none";

    private static string LabelOf(ImpactTransition each) =>
        $"{Figures.Count(each.Occurrences, "occurrence", "occurrences")} from {NameOf(each.From)} to {NameOf(each.To)}";
}
