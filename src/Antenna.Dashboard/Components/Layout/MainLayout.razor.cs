using Microsoft.JSInterop;
using MudBlazor;

namespace Antenna.Dashboard.Components.Layout;

/// <summary>What every page has around it: the bar, the theme, and MudBlazor's providers.</summary>
public sealed partial class MainLayout(IJSRuntime js) : IAsyncDisposable
{
    private MudThemeProvider _themeProvider = null!;
    private IJSObjectReference? _colours;
    private bool _dark;

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_colours is not null)
                await _colours.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and the module with it.
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;

        _colours = await js.InvokeAsync<IJSObjectReference>("import", "./scripts/colours.js");
        _dark = await _colours.InvokeAsync<string?>("chosen") switch
        {
            "dark" => true,
            "light" => false,
            _ => await _themeProvider.GetSystemDarkModeAsync(),
        };
        StateHasChanged();
    }

    private async Task ToggleDarkAsync()
    {
        _dark = !_dark;
        if (_colours is not null)
            await _colours.InvokeVoidAsync("choose", _dark ? "dark" : "light");
    }
}
