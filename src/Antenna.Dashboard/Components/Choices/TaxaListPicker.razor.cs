using Antenna.Dashboard.Components.Look;
using Antenna.Data.TaxaLists;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Choices;

/// <summary>
/// Chooses one of the taxa lists that a form has anyway: opened, it shows the first by name with whose they are and how much is on
/// them, and typing finds any of hundreds.
/// </summary>
public sealed partial class TaxaListPicker : ComponentBase
{
    private const int Most = 12;

    [Parameter]
    public string Label { get; set; } = "Taxa list";

    [Parameter, EditorRequired]
    public IReadOnlyList<TaxaListOverview> Lists { get; set; } = [];

    /// <summary>The id of the chosen list; null for none.</summary>
    [Parameter]
    public long? Value { get; set; }

    [Parameter]
    public EventCallback<long?> ValueChanged { get; set; }

    /// <summary>What it means that none is chosen; null where that cannot be chosen.</summary>
    [Parameter]
    public string? NoneText { get; set; }

    /// <summary>Whether a list without a version can be chosen.</summary>
    [Parameter]
    public bool OffersEmpty { get; set; }

    [Parameter]
    public bool Disabled { get; set; }

    /// <summary>What is wrong with what is chosen; null for nothing.</summary>
    [Parameter]
    public string? Problem { get; set; }

    private TaxaListOverview? ListOf(long? id) => Lists.FirstOrDefault(list => list.Id == id);

    private string TextOf(long? id) => ListOf(id)?.Name ?? (id is null ? "" : $"list {id} (which is not there)");

    private string DetailOf(long? id) => ListOf(id) is { } list
        ? $"{list.Project ?? "shared"}, {(list.Newest is { } newest ? $"v{newest.Number}, {Figures.Count(newest.EntryCount, "name", "names")}" : "no version yet")}"
        : "";

    // What is chosen stands in the field: opened again, it offers all.
    private Task<IEnumerable<long?>> FindAsync(string? text, CancellationToken cancellationToken)
    {
        var typed = text == TextOf(Value) ? "" : text?.Trim() ?? "";
        return Task.FromResult(Lists
            .Where(list => list.Name.Contains(typed, StringComparison.CurrentCultureIgnoreCase))
            .OrderByDescending(list => list.Name.StartsWith(typed, StringComparison.CurrentCultureIgnoreCase))
            .ThenBy(list => list.Name, StringComparer.CurrentCultureIgnoreCase).ThenBy(list => list.Id)
            .Select(list => (long?)list.Id));
    }
}
