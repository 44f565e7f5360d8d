using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Antenna.Browser.Tests;

/// <summary>The first start of the product, with no knowledge of it.</summary>
public sealed class FirstStartTests(DemoProduct product, Chromium browser) : IClassFixture<DemoProduct>
{
    [Fact]
    public async Task The_first_start_leads_over_the_demo_to_a_masked_occurrence()
    {
        await using var visitor = await browser.VisitAsync(product.Process, Look.Desk);
        var page = await visitor.OpenAsync("");
        await page.GetByRole(AriaRole.Link, new() { Name = "Mask one occurrence" }).ClickAsync();

        // Previewed at once, with the list that there is: the species that the classifier was sure of is not on it.
        var workbench = page.GetByRole(AriaRole.Region, new() { Name = "Masking workbench" });
        await Expect(workbench).ToContainTextAsync("not listed");
        var before = await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync();
        var cards = page.GetByRole(AriaRole.Region, new() { Name = "Identifications and predictions" }).GetByRole(AriaRole.Article);
        var cardCount = await cards.CountAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Apply here" }).ClickAsync();
        await Expect(workbench).ToContainTextAsync("1 occurrence updated");
        await Expect(cards).ToHaveCountAsync(cardCount + 1);
        await Expect(cards.First).ToContainTextAsync("masked");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).Not.ToHaveTextAsync(before);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Apply here" })).ToBeDisabledAsync();
        visitor.AssertNoErrors();
    }
}
