using System.Globalization;
using Antenna.Core.Predictions;
using Antenna.Dashboard.Components.Look;
using Antenna.Data.TaxaLists;
using Antenna.PostProcessing.Masking;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>What can be tried on a workbench: the list and its version, the classifier, and how.</summary>
public sealed partial class WorkbenchControls : ComponentBase
{
    /// <summary>What is chosen; what is left to the workbench is null, and <see cref="View"/> says what it took.</summary>
    [Parameter, EditorRequired]
    public MaskSettings Settings { get; set; } = null!;

    [Parameter, EditorRequired]
    public WorkbenchView View { get; set; } = null!;

    [Parameter, EditorRequired]
    public IReadOnlyList<TaxaListOverview> Lists { get; set; } = null!;

    /// <summary>The draft that the person has of the list: "v2 + 3 changes"; null for none.</summary>
    [Parameter]
    public string? DraftText { get; set; }

    [Parameter]
    public EventCallback<MaskSettings> OnTried { get; set; }

    private MaskOptions Options => Settings.Options;

    private TaxaListOverview? List => Lists.FirstOrDefault(list => list.Id == View.TaxaListId);

    private WorkbenchClassifier? Classifier => View.Classifiers.FirstOrDefault(classifier => classifier.Classifier.Id == View.ClassifierId);

    private string KeptText => View.Preview is { } preview
        ? $"; the list keeps {Figures.Count(preview.ListedClasses)} of its {Figures.Count(Classifier!.Labels.Taxa, "taxon", "taxa")}"
        : "";

    /// <summary>What is chosen with another version of the list.</summary>
    private Task ChooseVersionAsync(MaskSettings list) => TryAsync(Settings with
    {
        TaxaListId = list.TaxaListId, TaxaListVersion = list.TaxaListVersion, TrialId = list.TrialId, UsesDraft = list.UsesDraft,
    });

    private Task TryAsync(MaskSettings settings) => OnTried.InvokeAsync(settings);

    private Task TryAsync(MaskOptions options) => TryAsync(Settings with { Options = options });

    private Task HoldAsync(object? text) => TryAsync(Options with
    {
        HoldBelow = double.TryParse(text as string, NumberStyles.Float, CultureInfo.InvariantCulture, out var mass) ? mass : 0,
    });

    private string? ErrorAt(string field) => View.Problems.FirstOrDefault(problem => problem.Field == field)?.Message;

    private string ClassifierText(long? id) => View.Classifiers.FirstOrDefault(classifier => classifier.Classifier.Id == id) is { } chosen
        ? chosen.Classifier.Name
        : id is null ? "" : $"classifier {id}";

    private static string Detail(WorkbenchClassifier classifier) =>
        $"{Figures.Count(classifier.Labels.Classes, "label", "labels")}; can mask {Figures.Count(classifier.Maskable)} of {Figures.Count(classifier.Rows, "row", "rows")} here";
}
