using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Data.CaptureSets;
using Antenna.Data.Occurrences;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Antenna.Dashboard.Components.CaptureSets;

/// <summary>Makes a capture set of what the filters of a page find.</summary>
public sealed partial class NewCaptureSet(CaptureSetEditing editing, NavigationManager navigation) : LiveComponent
{
    private bool _isOpen;
    private bool _isBusy;
    private long? _captures;
    private string? _name;

    [Parameter, EditorRequired]
    public OccurrenceFilter Filter { get; set; } = null!;

    private Task ToggleAsync()
    {
        (_isOpen, _captures) = (!_isOpen, null);
        return _isOpen ? LoadAsync(async cancellationToken => _captures = await editing.CountAsync(Filter, cancellationToken), "The captures could not be counted") : Task.CompletedTask;
    }

    private void CloseByKey(KeyboardEventArgs key)
    {
        if (key.Key == "Escape")
            _isOpen = false;
    }

    private async Task CreateAsync()
    {
        _isBusy = true;
        long? made = null;
        await LoadAsync(async cancellationToken => made = await editing.CreateAsync(Filter, _name!, cancellationToken), "The set could not be made");
        _isBusy = false;
        if (made is { } id)
            navigation.NavigateTo(new CaptureSetAddress(id));
    }
}
