using Antenna.Core.Predictions;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Data.TaxaLists;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>Chooses one of the answers that stand side by side.</summary>
public sealed partial class ComparisonChoice : ComponentBase
{
    /// <summary>From the left, from 0.</summary>
    [Parameter, EditorRequired]
    public int Place { get; set; }

    /// <summary>Null where there is none yet.</summary>
    [Parameter, EditorRequired]
    public TriedAnswer? Answer { get; set; }

    [Parameter, EditorRequired]
    public IReadOnlyList<TaxaListOverview> Lists { get; set; } = null!;

    /// <summary>The scores of the mask tried.</summary>
    [Parameter, EditorRequired]
    public ScoreMode Mode { get; set; }

    /// <summary>It can be taken out.</summary>
    [Parameter]
    public bool IsOptional { get; set; }

    /// <summary>Null takes it out.</summary>
    [Parameter]
    public EventCallback<TriedAnswer?> OnChosen { get; set; }

    private TaxaListOverview? List => Answer?.TaxaListId is { } id ? Lists.FirstOrDefault(list => list.Id == id) : null;

    /// <summary>What a list's answer is called while there is none.</summary>
    internal static string NameOf(TriedAnswer answer, IReadOnlyList<TaxaListOverview> lists)
    {
        var name = lists.FirstOrDefault(list => list.Id == answer.TaxaListId)?.Name ?? $"list {answer.TaxaListId}";
        return answer.Version is { } version ? $"{name} v{version}" : name;
    }

    private Task ChooseAsync(string? text) => OnChosen.InvokeAsync(
        TriedAnswer.Parse(text ?? "") is { } answer ? answer with { Mode = answer.IsMasked ? Answer?.Mode : null } : null);
}
