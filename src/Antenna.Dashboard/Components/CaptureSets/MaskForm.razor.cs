using Antenna.Core.Predictions;
using Antenna.Dashboard.Components.Look;
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

    private TaxaListOverview? List => Lists.FirstOrDefault(list => list.Id == Settings.TaxaListId);

    private Task ChooseAsync(MaskSettings settings) => SettingsChanged.InvokeAsync(settings);

    private Task ChooseAsync(MaskOptions options) => ChooseAsync(Settings with { Options = options });

    /// <summary>What is wrong with a field, by the name that its option has on the command line.</summary>
    private string? ErrorAt(string field) => Problems.Where(problem => problem.Field == field).Select(problem => problem.Message).ToList() switch
    {
        [] => null,
        var messages => string.Join(' ', messages),
    };

    private string ListText(long? id) => Lists.FirstOrDefault(list => list.Id == id) is { } list
        ? $"{list.Name} ({list.Project ?? "shared"})"
        : id is null ? "" : $"list {id}";

    private string VersionText(int? number)
    {
        if (number is null)
            return List?.Newest is { } newest ? $"newest, v{newest.Number}: {Names(newest)}" : "newest";
        return List?.Versions.FirstOrDefault(version => version.Number == number) is { } chosen
            ? $"v{number}: {Names(chosen)}{(chosen.IsTrial ? ", your trial" : "")}"
            : $"v{number}";
    }

    private static string Names(TaxaListVersionOverview version) => Figures.Count(version.EntryCount, "name", "names");
}
