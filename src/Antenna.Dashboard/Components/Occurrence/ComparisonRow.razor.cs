using Antenna.Core.Predictions;
using Antenna.PostProcessing.Masking;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>One class in every answer of a comparison.</summary>
public sealed partial class ComparisonRow : ComponentBase
{
    [Parameter, EditorRequired]
    public PreviewedClass Class { get; set; } = null!;

    [Parameter, EditorRequired]
    public IReadOnlyList<ComparisonColumn> Columns { get; set; } = null!;

    [Parameter, EditorRequired]
    public BarScale Scale { get; set; }

    /// <summary>Classes between this one and the one above are left out.</summary>
    [Parameter]
    public bool Skips { get; set; }

    /// <summary>What people call it; null where that is not asked for, or not known.</summary>
    [Parameter]
    public string? CommonName { get; set; }

    /// <summary>What can be done with the class.</summary>
    [Parameter]
    public RenderFragment<PreviewedClass>? Actions { get; set; }

    /// <summary>Every mask that is shown excludes it.</summary>
    private bool IsExcluded
    {
        get
        {
            var masks = Columns.Where(column => column is { IsMasked: true, Prediction: not null }).ToList();
            return masks.Count > 0 && masks.All(column => column.CellOf(Class.Index) is { Rank: null } && IsExcludedBy(column));
        }
    }

    /// <summary>Whether an answer shows the reweighted score beside its own.</summary>
    internal static bool ShowsBoth(ComparisonColumn column, int columns) => column is { IsMasked: true, Mode: ScoreMode.Absolute } && columns < TriedMost;

    private const int TriedMost = Addresses.TriedComparison.MostAnswers;

    private bool ShowsBoth(ComparisonColumn column) => ShowsBoth(column, Columns.Count);

    private bool IsExcludedBy(ComparisonColumn column) =>
        column.Prediction!.Classes.FirstOrDefault(each => each.Index == Class.Index) is { Excluded: not null };
}
