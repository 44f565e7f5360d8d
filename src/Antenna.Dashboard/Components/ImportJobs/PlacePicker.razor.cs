using Antenna.Data.Import.Tables;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.ImportJobs;

/// <summary>
/// Chooses one of the places that an archive has taxa of: opened, it shows those with most taxa and what these are there, and typing
/// finds any of thousands.
/// </summary>
public sealed partial class PlacePicker : ComponentBase
{
    private const int Most = 12;

    /// <summary>All places, those with most taxa first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<ListedPlace> Places { get; set; } = [];

    /// <summary>The name of the chosen place; null for everywhere.</summary>
    [Parameter]
    public string? Value { get; set; }

    [Parameter]
    public EventCallback<string?> ValueChanged { get; set; }

    [Parameter]
    public bool Disabled { get; set; }

    private Task ChooseAsync(string? name) => ValueChanged.InvokeAsync(name);

    private string DetailOf(string name) => Places.FirstOrDefault(place => place.Name == name) is { } place ? string.Join(", ", place.Occurrences) : "";

    // What is chosen stands in the field: opened again, it offers all.
    private Task<IEnumerable<string>> FindAsync(string? text, CancellationToken cancellationToken)
    {
        var typed = text == Value ? "" : text?.Trim() ?? "";
        return Task.FromResult(Places
            .Where(place => place.Name.Contains(typed, StringComparison.CurrentCultureIgnoreCase))
            .OrderByDescending(place => place.Name.StartsWith(typed, StringComparison.CurrentCultureIgnoreCase))
            .Select(place => place.Name));
    }
}
