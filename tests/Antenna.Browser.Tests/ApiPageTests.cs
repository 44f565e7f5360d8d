using System.Collections.Concurrent;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Antenna.Browser.Tests;

/// <summary>The page that shows the API and tries it, as a curator opens it.</summary>
[Collection(nameof(UnchangedDemo))]
public sealed class ApiPageTests(DemoProduct product, Chromium browser)
{
    [Fact]
    public async Task The_page_of_the_api_is_drawn_and_tries_a_request_and_asks_no_other_host()
    {
        await using var visitor = await browser.VisitAsync(product.Process, Look.Desk);
        var start = await visitor.OpenAsync("");
        var hosts = new ConcurrentDictionary<string, bool>();
        start.Context.Request += (_, request) => hosts.TryAdd(new Uri(request.Url) is { Authority.Length: > 0 } address ? address.Authority : "", true);

        var page = await start.RunAndWaitForPopupAsync(() => start.GetByRole(AriaRole.Link, new() { Name = "the HTTP API" }).ClickAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Test Request (get /api/v2/projects)" }).ClickAsync();
        var answered = page.WaitForResponseAsync(response => response.Url.EndsWith("/api/v2/projects", StringComparison.Ordinal));
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).First.ClickAsync();

        Assert.Equal(200, (await answered).Status);
        await Expect(page.GetByText("results").First).ToBeVisibleAsync();
        Assert.Equal([product.Process.Address.Authority], hosts.Keys);
    }
}
