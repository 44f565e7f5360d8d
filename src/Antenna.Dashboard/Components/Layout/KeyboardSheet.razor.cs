using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Antenna.Dashboard.Components.Layout;

/// <summary>
/// The sheet of keys that work on the page at hand, as its elements name them themselves (<c>aria-keyshortcuts</c>), and the switch that
/// turns single keys off. It brings the script by which they work.
/// </summary>
public sealed partial class KeyboardSheet(IJSRuntime js) : ComponentBase, IAsyncDisposable
{
    private IJSObjectReference? _keys;
    private ElementReference _dialog;
    private IReadOnlyList<Shortcut> _shortcuts = [];
    private bool _areOn = true;

    private IEnumerable<(string Title, IEnumerable<Shortcut> Keys)> Groups =>
        _shortcuts.GroupBy(shortcut => shortcut.Everywhere).OrderBy(group => group.Key)
            .Select(group => (group.Key ? "Everywhere" : "On this page", (IEnumerable<Shortcut>)group));

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_keys is not null)
                await _keys.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and the module with it.
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
            _keys = await js.InvokeAsync<IJSObjectReference>("import", "./scripts/keys.js");
    }

    private async Task OpenAsync()
    {
        if (_keys is null)
            return;
        _areOn = await _keys.InvokeAsync<bool>("areOn");
        _shortcuts = await _keys.InvokeAsync<Shortcut[]>("list") ?? [];
        StateHasChanged();
        await _keys.InvokeVoidAsync("open", _dialog);
    }

    private async Task TurnAsync(ChangeEventArgs change)
    {
        _areOn = change.Value is true;
        await _keys!.InvokeVoidAsync("turn", _areOn);
    }

    /// <summary>What a key does.</summary>
    /// <param name="Keys">As in <c>aria-keyshortcuts</c>: alternatives with a space between, keys pressed together with a plus.</param>
    /// <param name="Everywhere">It works on every page.</param>
    internal sealed record Shortcut(string Keys, string Name, bool Everywhere)
    {
        /// <summary>One for each key to be shown: Ctrl and Z of Control+Z.</summary>
        public IReadOnlyList<string> Parts => [.. Keys.Split(' ')[0].Split('+', StringSplitOptions.RemoveEmptyEntries).DefaultIfEmpty("+").Select(part => part == "Control" ? "Ctrl" : part)];
    }
}
