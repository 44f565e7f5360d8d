using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Selection;
using Antenna.Data.Occurrences;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrences;

/// <summary>All that is selected, to look through and to take out of; read when somebody looks.</summary>
public sealed partial class SelectionTray(OccurrenceList list) : LiveComponent
{
    private bool _isOpen;
    private IReadOnlyList<OccurrenceRow>? _rows;

    [Parameter, EditorRequired]
    public OccurrenceSelection Selection { get; set; } = null!;

    [Parameter]
    public EventCallback<OccurrenceSelection> SelectionChanged { get; set; }

    /// <summary>The list that one is on.</summary>
    [Parameter, EditorRequired]
    public OccurrencesAddress Address { get; set; } = null!;

    protected override Task OnParametersSetAsync() => ReadAsync();

    private static string NameOf(OccurrenceRow row) => row.Determination?.Name ?? "no determination";

    private Task ToggleAsync()
    {
        _isOpen = !_isOpen;
        return ReadAsync();
    }

    private async Task ReadAsync()
    {
        if (!_isOpen || (_rows is { } rows && Selection.Without(rows.Select(row => row.Id)).Count == 0))
            return;
        var selection = Selection;
        await LoadAsync(async cancellationToken =>
        {
            var found = await list.FindAsync([.. selection.Ids.Order()], cancellationToken);
            if (selection == Selection)
                _rows = found;
        });
    }
}
