using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Antenna.Browser.Tests;

/// <summary>Looking at what a list would do, and doing it.</summary>
public sealed class ImpactTests(DemoProduct product, Chromium browser) : IClassFixture<DemoProduct>
{
    [Fact]
    public async Task A_species_is_added_from_its_suggestion_and_a_launch_updates_what_the_impact_promised()
    {
        await using var visitor = await browser.VisitAsync(product.Process, Look.Desk);
        var page = await LaunchPages.OpenSetAsync(visitor);
        var report = page.GetByRole(AriaRole.Region, new() { Name = "Impact" });
        await LaunchPages.ExpectCountedAsync(report);
        var add = report.GetByRole(AriaRole.Button, new() { Name = "to the draft" }).First;
        var suggestion = (await add.GetAttributeAsync("aria-label"))!;
        await add.ClickAsync();

        // Of the draft's own figures it is no suggestion any more; the focus is not lost with its row.
        await Expect(report.GetByRole(AriaRole.Button, new() { Name = suggestion, Exact = true })).ToHaveCountAsync(0);
        Assert.True(await report.EvaluateAsync<bool>("report => report.contains(document.activeElement)"));
        await LaunchPages.ExpectCountedAsync(report);
        var promised = await page.Locator(".planned .updated dd").InnerTextAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Launch" }).ClickAsync();
        await page.GetByRole(AriaRole.Article).GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Run ");
        await page.WaitUntilSucceededAsync();

        await Expect(page.Locator("main .updated dd")).ToHaveTextAsync(promised.Trim());
        visitor.AssertNoErrors();
    }
}
