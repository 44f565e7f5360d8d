using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Antenna.Browser.Tests;

/// <summary>What people see of a server that goes away and comes back.</summary>
[Collection(nameof(UnchangedDemo))]
public sealed class ServerRestartTests(DemoProduct product, Chromium browser)
{
    [Fact]
    public async Task A_page_comes_back_by_itself_as_it_was_when_its_server_does()
    {
        await using var visitor = await browser.VisitAsync(product.Process, Look.Desk);
        var page = await visitor.OpenAsync("runs?state=failed");
        var dialog = page.Locator("#components-reconnect-modal");
        await Expect(dialog).ToBeHiddenAsync();

        await product.Process.KillAsync();
        await Expect(dialog).ToBeVisibleAsync();
        await Expect(dialog).ToContainTextAsync("connection to the server");

        await product.StartAgainAsync();
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Runs", Level = 1 })).ToBeVisibleAsync();
        Assert.EndsWith("runs?state=failed", page.Url, StringComparison.Ordinal);
    }
}
