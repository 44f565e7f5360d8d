using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.States;
using Antenna.Dashboard.SignIn;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;
using MudBlazor;

namespace Antenna.Dashboard.Components.Layout;

/// <summary>What every page has around it: the bar, the theme, MudBlazor's providers, and a net for what a page throws.</summary>
public sealed partial class MainLayout(IJSRuntime js, NavigationManager navigation, CurrentProject project, ICurrentPerson person) : IAsyncDisposable
{
    private MudThemeProvider _themeProvider = null!;
    private PageErrorBoundary _errors = null!;
    private IJSObjectReference? _colours;
    private bool _dark;

    private string Address => navigation.ToBaseRelativePath(navigation.Uri).Split('#')[0];

    /// <summary>The first part of the address, by which the page belongs to one of the bar's links.</summary>
    private string Section => Address.Split('/', '?')[0];

    private IEnumerable<(string Name, string Section, string Link)> Sections =>
    [
        ("Start", "", "./"),
        ("Occurrences", "occurrences", DashboardUrls.Occurrences(project.Id)),
        ("Capture sets", "capture-sets", DashboardUrls.CaptureSets(project.Id)),
        ("Runs", "runs", DashboardUrls.Runs(project.Id)),
        ("Taxa lists", "taxa-lists", DashboardUrls.TaxaLists(project.Id)),
        ("Imports", "imports", new ImportsAddress { Filter = new() { ProjectId = project.Id } }),
    ];

    public async ValueTask DisposeAsync()
    {
        navigation.LocationChanged -= OnLocationChanged;
        project.Changed -= StateHasChanged;
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

    protected override void OnInitialized()
    {
        navigation.LocationChanged += OnLocationChanged;
        project.Changed += StateHasChanged;
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

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change)
    {
        // A page that failed does not take the next one with it.
        _errors.Recover();
        StateHasChanged();
    }

    private void Recover() => _errors.Recover();

    private async Task ToggleDarkAsync()
    {
        _dark = !_dark;
        if (_colours is not null)
            await _colours.InvokeVoidAsync("choose", _dark ? "dark" : "light");
    }
}
