using Antenna.Dashboard.Components.Look;
using Antenna.Data.Predictions;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.CaptureSets;

/// <summary>The classifiers that ran on a set: how much of each can be masked, why not where it cannot, and which to mask.</summary>
public sealed partial class ClassifierChoices : ComponentBase
{
    [Parameter, EditorRequired]
    public IReadOnlyList<ClassifierChoice> Classifiers { get; set; } = null!;

    [Parameter, EditorRequired]
    public IReadOnlyList<long> Chosen { get; set; } = null!;

    [Parameter]
    public EventCallback<IReadOnlyList<long>> ChosenChanged { get; set; }

    /// <summary>What they ran on.</summary>
    [Parameter]
    public string Where { get; set; } = "this set";

    [Parameter]
    public bool ListIsChosen { get; set; }

    private Task ChooseAsync(long id, bool chosen) => ChosenChanged.InvokeAsync(
        chosen ? [.. Chosen.Where(other => other != id), id] : [.. Chosen.Where(other => other != id)]);

    private static string KeptText(ClassifierChoice classifier) =>
        $"{Figures.Count(classifier.Plan?.Kept.ListedCount ?? 0)} of {Figures.Count(classifier.Row.Labels.Taxa)}";

    /// <summary>What a run would leave out of what can be masked otherwise, and why; null where there is nothing of it.</summary>
    private static string? LeftOutText(ClassifierChoice classifier)
    {
        var (row, parts) = (classifier.Row, new List<string>());
        if (row.Results > row.InScope && row.InScope > 0)
            parts.Add($"{Figures.Count(row.Results - row.InScope)} out of scope: intermediate, or put aside");
        if (row.InScope > row.Maskable && row.Maskable > 0)
            parts.Add($"{Figures.Count(row.InScope - row.Maskable)} without logits would be skipped");
        return parts.Count == 0 ? null : string.Join("; ", parts);
    }

    private static string LabelsText(LabelCounts labels)
    {
        var text = $"{Figures.Count(labels.Classes, "class", "classes")}: {Figures.Count(labels.Taxa, "taxon", "taxa")}, {Figures.Count(labels.NotATaxon)} not a taxon";
        return labels.Unresolved == 0 ? text : $"{text}, {Figures.Count(labels.Unresolved)} unresolved";
    }
}
