using Antenna.Data.Model;
using Antenna.PostProcessing.Masking;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>
/// The best classes of several answers, aligned: a row is one class, in the order of its original rank, and its rank moves are those
/// from the first answer. All bars are on one scale. Where there is no room for all answers it shows one, with a switch.
/// </summary>
public sealed partial class ComparisonTable : ComponentBase
{
    private readonly string _name = $"answer-{Guid.NewGuid():N}";
    private int? _chosen;

    /// <summary>The answers, from the left, each with the same classes.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<ComparisonColumn> Columns { get; set; } = null!;

    /// <summary>The place of the answer that is shown where there is room for one alone.</summary>
    [Parameter]
    public int Shown { get; set; } = 1;

    /// <summary>Another answer is to be shown alone.</summary>
    [Parameter]
    public EventCallback<int> OnShown { get; set; }

    /// <summary>Bars are logarithmic.</summary>
    [Parameter]
    public bool IsLogarithmic { get; set; }

    /// <summary>What people call a taxon; null where that is not asked for.</summary>
    [Parameter]
    public Func<TaxonName, string?>? CommonName { get; set; }

    /// <summary>Show below each mask how the belief divides under it.</summary>
    [Parameter]
    public bool ShowMasses { get; set; }

    /// <summary>What can be done with a class, beside its name.</summary>
    [Parameter]
    public RenderFragment<PreviewedClass>? RowActions { get; set; }

    /// <summary>The one chosen, which the component keeps where nobody else does.</summary>
    private int ShownPlace => Math.Clamp(OnShown.HasDelegate ? Shown : _chosen ?? Shown, 0, Math.Max(0, Columns.Count - 1));

    /// <summary>Of every answer, which has the same.</summary>
    private IReadOnlyList<PreviewedClass> Classes => Columns.FirstOrDefault(column => column.Prediction is not null)?.Prediction!.Classes ?? [];

    private BarScale Scale => IsLogarithmic ? BarScale.LogarithmicOf(Scores) : BarScale.Of(Scores);

    private IEnumerable<double> Scores =>
        from column in Columns
        from each in Classes
        select column.CellOf(each.Index)?.Score ?? 0;

    private string ScaleText => IsLogarithmic
        ? $"All bars are logarithmic, from {Scale.LeastText} to {Scale.MostText}"
        : $"All bars are from 0 to {Scale.MostText}";

    private Task ShowAsync(int place)
    {
        _chosen = place;
        return OnShown.InvokeAsync(place);
    }

    private bool ShowsMasses(ComparisonColumn column) => ShowMasses && column is { IsMasked: true, Prediction.Masked: not null };

    private bool ShowsBoth(ComparisonColumn column) => ComparisonRow.ShowsBoth(column, Columns.Count);

    private int Width(int place, ComparisonColumn column) => 3 + (place > 0 ? 1 : 0) + (ShowsBoth(column) ? 1 : 0);

    private bool Skips(int row) => row > 0 && Classes[row].Compared.OriginalRank > Classes[row - 1].Compared.OriginalRank + 1;
}
