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

    [Parameter]
    public bool ListIsChosen { get; set; }

    private Task ChooseAsync(long id, bool chosen) => ChosenChanged.InvokeAsync(
        chosen ? [.. Chosen.Where(other => other != id), id] : [.. Chosen.Where(other => other != id)]);

    private static string KeptText(ClassifierChoice classifier) =>
        $"{Figures.Count(classifier.Plan?.Kept.ListedCount ?? 0)} of {Figures.Count(classifier.Row.Labels.Taxa)}";

    private static string LabelsText(LabelCounts labels)
    {
        var text = $"{Figures.Count(labels.Classes, "class", "classes")}: {Figures.Count(labels.Taxa, "taxon", "taxa")}, {Figures.Count(labels.NotATaxon)} not a taxon";
        return labels.Unresolved == 0 ? text : $"{text}, {Figures.Count(labels.Unresolved)} unresolved";
    }
}
