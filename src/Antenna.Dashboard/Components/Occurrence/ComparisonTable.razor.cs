using Antenna.Core.Predictions;
using Antenna.PostProcessing.Masking;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>
/// The best classes before and after a mask, aligned: a row is one class, in the order of its original rank. All bars are on
/// one scale.
/// </summary>
public sealed partial class ComparisonTable : ComponentBase
{
    [Parameter, EditorRequired]
    public PreviewedPrediction Prediction { get; set; } = null!;

    /// <summary>Which score a masked row carries.</summary>
    [Parameter]
    public ScoreMode Mode { get; set; }

    private bool IsAbsolute => Mode is ScoreMode.Absolute;

    private int MaskedColumns => IsAbsolute ? 5 : 4;

    private BarScale Scale => BarScale.Of(Prediction.Classes.SelectMany(each => new[]
    {
        each.Compared.Original, each.Compared.Reweighted is { } reweighted ? Carried(each.Compared, reweighted) : 0,
    }));

    /// <summary>The score that the masked row has of this class.</summary>
    private double Carried(ComparedClass compared, double reweighted) => IsAbsolute ? compared.Original : reweighted;

    private bool IsWinner(PreviewedClass each) => each.Index == Prediction.Winner?.Index;

    private string ClassOf(int row)
    {
        var each = Prediction.Classes[row];
        var skips = row > 0 && each.Compared.OriginalRank > Prediction.Classes[row - 1].Compared.OriginalRank + 1;
        return string.Join(' ', new[]
        {
            each.Excluded is null ? "kept" : "excluded",
            IsWinner(each) ? "wins" : null,
            skips ? "skips" : null,
        }.OfType<string>());
    }

    private static string Reason(Exclusion? excluded) => excluded switch
    {
        Exclusion.Unresolved => "the label resolves to no taxon",
        Exclusion.NotListed => "not on the list",
        _ => "nothing that is kept is possible",
    };
}
