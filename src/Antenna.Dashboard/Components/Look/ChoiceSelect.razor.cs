using Antenna.Data.Paging;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Look;

/// <summary>Chooses one of some named things, or none.</summary>
public sealed partial class ChoiceSelect : ComponentBase
{
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    [Parameter, EditorRequired]
    public IReadOnlyList<NamedChoice> Choices { get; set; } = [];

    [Parameter]
    public long? Value { get; set; }

    [Parameter]
    public EventCallback<long?> ValueChanged { get; set; }

    private string Name(long? id) => Choices.FirstOrDefault(choice => choice.Id == id)?.Name ?? "";
}
