using System.Globalization;
using Antenna.Data.Paging;
using Antenna.PostProcessing.Tasks;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Tasks;

/// <summary>The settings of a task as fields, whichever task it is; each shows what is wrong with it.</summary>
public sealed partial class TaskFields : ComponentBase
{
    [Parameter, EditorRequired]
    public IReadOnlyList<TaskField> Fields { get; set; } = null!;

    [Parameter, EditorRequired]
    public TaskValues Values { get; set; } = null!;

    [Parameter]
    public EventCallback<TaskValues> ValuesChanged { get; set; }

    /// <summary>The classifiers that can be chosen.</summary>
    [Parameter]
    public IReadOnlyList<NamedChoice> Classifiers { get; set; } = [];

    [Parameter]
    public IReadOnlyList<SettingsProblem> Problems { get; set; } = [];

    private string? ErrorAt(TaskField field) => Problems.FirstOrDefault(problem => problem.Field == field.Key)?.Message;

    private static string LabelOf(TaskField field, string? value) => field.Choices.FirstOrDefault(choice => choice.Value == value).Label ?? value ?? "";

    private Task ChangeAsync(TaskField field, string? text) =>
        ValuesChanged.InvokeAsync(Values.With(field.Key, string.IsNullOrWhiteSpace(text) || text == field.Default ? null : text.Trim()));

    private string[] Chosen(TaskField field) => (Values[field] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);

    private bool IsChosen(TaskField field, long id) => Chosen(field).Contains(id.ToString(CultureInfo.InvariantCulture));

    private Task ChooseAsync(TaskField field, long id, bool yes)
    {
        var text = id.ToString(CultureInfo.InvariantCulture);
        var ids = yes ? Chosen(field).Append(text) : Chosen(field).Where(each => each != text);
        return ChangeAsync(field, string.Join(',', ids));
    }
}
