using Microsoft.Playwright;

namespace Antenna.Browser.Tests;

/// <summary>The connections of a browser's circuits to the server, to be cut as a network does it: for both sides at once.</summary>
public sealed class CircuitConnections
{
    private List<(IWebSocketRoute Page, IWebSocketRoute Server)> _open = [];
    private Task _away = Task.CompletedTask;

    /// <summary>Stands between the pages that are opened from now on and their server.</summary>
    public static async Task<CircuitConnections> OfAsync(IBrowserContext context)
    {
        var connections = new CircuitConnections();
        await context.RouteAsync(
            url => url.EndsWith("/_blazor/negotiate?negotiateVersion=1", StringComparison.Ordinal),
            async route =>
            {
                await connections._away;
                await route.ContinueAsync();
            });
        await context.RouteWebSocketAsync(
            url => url.Contains("/_blazor?", StringComparison.Ordinal), page => connections._open.Add((page, page.ConnectToServer())));
        return connections;
    }

    /// <summary>Cuts all that are open, and lets no page reach the server before something has happened there.</summary>
    public async Task CutAsync(Task happened)
    {
        _away = happened;
        foreach (var (page, server) in Interlocked.Exchange(ref _open, []))
        {
            await server.CloseAsync();
            await page.CloseAsync();
        }

        await happened;
    }
}
