using Antenna.Core.Predictions;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Data.TaxaLists;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Tasks;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.CaptureSets;

/// <summary>The fields of a masking run, each with what is wrong with it.</summary>
public sealed partial class MaskForm : ComponentBase
{
    [Parameter, EditorRequired]
    public MaskSettings Settings { get; set; } = null!;

    [Parameter]
    public EventCallback<MaskSettings> SettingsChanged { get; set; }

    /// <summary>The lists that may be chosen, each with a version.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<TaxaListOverview> Lists { get; set; } = null!;

    [Parameter, EditorRequired]
    public IReadOnlyList<ClassifierChoice> Classifiers { get; set; } = null!;

    /// <summary>What the classifiers ran on.</summary>
    [Parameter]
    public string Where { get; set; } = "this set";

    [Parameter, EditorRequired]
    public IReadOnlyList<SettingsProblem> Problems { get; set; } = null!;

    /// <summary>The draft that the person has of the list: "v2 + 3 changes"; null for none.</summary>
    [Parameter]
    public string? DraftText { get; set; }

    /// <summary>Where a list is begun without a file, from which the way leads back here.</summary>
    [Parameter, EditorRequired]
    public NewTaxaListAddress NewList { get; set; } = null!;

    private TaxaListOverview? List => Lists.FirstOrDefault(list => list.Id == Settings.TaxaListId);

    private Task ChooseAsync(MaskSettings settings) => SettingsChanged.InvokeAsync(settings);

    private Task ChooseAsync(MaskOptions options) => ChooseAsync(Settings with { Options = options });

    /// <summary>What is wrong with a field, by the name that its option has on the command line.</summary>
    private string? ErrorAt(string field) => Problems.Where(problem => problem.Field == field).Select(problem => problem.Message).ToList() switch
    {
        [] => null,
        var messages => string.Join(' ', messages),
    };
}
