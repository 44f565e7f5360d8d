using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Antenna.Browser.Tests;

/// <summary>Launching a capture set with a click, and watching it.</summary>
public sealed partial class LaunchTests(DemoProduct product, Chromium browser) : IClassFixture<DemoProduct>
{
    [Fact]
    public async Task A_set_is_launched_once_by_a_double_click_and_what_changed_opens_the_occurrences()
    {
        await using var visitor = await browser.VisitAsync(product.Process, Look.Desk);
        var page = await LaunchPages.OpenSetAsync(visitor);
        await page.GetByRole(AriaRole.Button, new() { Name = "Launch" }).DblClickAsync();
        await page.WaitUntilSucceededAsync();
        await Expect(page.GetByRole(AriaRole.Article)).ToHaveCountAsync(1);

        await page.GetByRole(AriaRole.Article).GetByRole(AriaRole.Link).ClickAsync();
        var changed = page.GetByRole(AriaRole.Link, new() { NameRegex = AnotherSpecies() });
        var count = Number().Match(await changed.InnerTextAsync()).Value;
        await changed.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Occurrences");
        await Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync(count);
        visitor.AssertNoErrors();
    }

    [GeneratedRegex("another taxon than before")]
    private static partial Regex AnotherSpecies();

    [GeneratedRegex("[0-9,]+")]
    private static partial Regex Number();
}
