using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Choices;

/// <summary>A day that is typed or picked; none where the field is empty.</summary>
public sealed partial class DateField : ComponentBase
{
    private const string Format = "yyyy-MM-dd";

    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    [Parameter]
    public DateOnly? Value { get; set; }

    [Parameter]
    public EventCallback<DateOnly?> ValueChanged { get; set; }

    private Task ChangeAsync(string? text) => ValueChanged.InvokeAsync(
        DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null);
}
