using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Data.Occurrences;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrences;

/// <summary>Why nothing is listed, and which of the filters to remove.</summary>
public sealed partial class NoOccurrences(OccurrenceList list) : LiveComponent
{
    private readonly HashSet<FilterChip> _helpful = [];
    private OccurrencesAddress? _counted;

    [Parameter, EditorRequired]
    public OccurrencesAddress Address { get; set; } = null!;

    [Parameter, EditorRequired]
    public IReadOnlyList<FilterChip> Chips { get; set; } = [];

    /// <summary>The project's name; null for all projects.</summary>
    [Parameter]
    public string? Project { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        if (_counted == Address)
            return;
        (_counted, var chips) = (Address, Chips);
        _helpful.Clear();
        await LoadAsync(async cancellationToken =>
        {
            foreach (var chip in chips)
            {
                var page = await list.ReadAsync(chip.Without, OccurrenceOrder.Newest, size: 1, cursor: null, cancellationToken);
                if (_counted != Address)
                    return;
                if (page.Items.Count > 0)
                    _helpful.Add(chip);
                StateHasChanged();
            }
        });
    }
}
