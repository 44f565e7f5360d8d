using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Antenna.Browser.Tests;

/// <summary>The way of a browser that was never here to the pages.</summary>
[Collection(nameof(UnchangedDemo))]
public sealed class SignInTests(DemoProduct product, Chromium browser)
{
    [Fact]
    public async Task The_printed_address_opens_the_dashboard_and_does_not_stay_in_the_address_bar()
    {
        await using var visitor = await browser.VisitAsStrangerAsync(product.Process, Look.Desk);

        var page = await visitor.OpenAsync(product.Process.SignInAddress.ToString());

        Assert.Equal(product.Process.Address.ToString(), page.Url);
        await page.ReloadAsync();
        await page.WaitUntilInteractiveAsync();
        visitor.AssertNoErrors();
    }

    [Fact]
    public async Task A_browser_that_did_not_bring_the_token_can_paste_it_and_gets_the_page_that_it_asked_for()
    {
        await using var visitor = await browser.VisitAsStrangerAsync(product.Process, Look.Desk);
        var page = await visitor.OpenAsync("runs?state=failed");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("not signed in");
        var token = page.GetByLabel("paste the token");

        await token.FillAsync("wrong");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await token.FillAsync(product.Process.SignInAddress.Query.Split('=')[1]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Runs", Level = 1 })).ToBeVisibleAsync();
        Assert.EndsWith("/runs?state=failed", page.Url, StringComparison.Ordinal);
    }
}
