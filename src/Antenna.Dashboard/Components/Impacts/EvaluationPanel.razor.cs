using Antenna.Core.Evaluation;
using Antenna.Dashboard.Downloads;
using Antenna.PostProcessing.Masking.Impacts;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Impacts;

/// <summary>Predictions before and after, compared with independent identifications: each share with its n and its interval.</summary>
public sealed partial class EvaluationPanel : ComponentBase
{
    /// <summary>Fewer occurrences of a taxon than these say nothing of it.</summary>
    private const int Least = 5;

    private const int MostTaxa = 25;

    [Parameter, EditorRequired]
    public Impact Impact { get; set; } = null!;

    /// <summary>Where the occurrences that a number counts are shown.</summary>
    [Parameter, EditorRequired]
    public Func<ImpactFilter, string> CasesOf { get; set; } = null!;

    private string? _link;
    private Impact? _linked;

    // Once it is complete: it changes ten times a second before.
    protected override async Task OnParametersSetAsync()
    {
        if (!Impact.IsComplete)
        {
            (_link, _linked) = (null, null);
        }
        else if (!ReferenceEquals(Impact, _linked))
        {
            _linked = Impact;
            _link = await EvaluationFile.LinkAsync(Impact, CancellationToken.None);
        }
    }

    private PairedCounts Evidence => Impact.Evidence;

    private IReadOnlyList<ImpactEvidence> ByTaxon => [.. Impact.EvidenceByTaxon.Where(each => each.Counts.Compared >= Least).Take(MostTaxa)];

    private IEnumerable<(string Name, ImpactFigure Figure, long Count)> Rows =>
    [
        ("Fixed: wrong before, right after", ImpactFigure.Fixed, Evidence.Fixed),
        ("Broken: right before, wrong after", ImpactFigure.Broken, Evidence.Broken),
        ("Unaffected: right before and after", ImpactFigure.StaysRight, Evidence.StaysRight),
        ("Unaffected: wrong before and after", ImpactFigure.StaysWrong, Evidence.StaysWrong),
        ("Right before", ImpactFigure.RightBefore, Evidence.RightBefore.Count),
        ("Right after", ImpactFigure.RightAfter, Evidence.RightAfter.Count),
    ];
}
