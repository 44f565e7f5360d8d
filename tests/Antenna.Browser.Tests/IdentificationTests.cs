using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Antenna.Browser.Tests;

/// <summary>People identify an animal, and withdraw it.</summary>
public sealed class IdentificationTests(DemoProduct product, Chromium browser) : IClassFixture<DemoProduct>
{
    private const string CommonName = "Luna Moth";
    private const string Species = "Actias luna";

    [Fact]
    public async Task A_suggested_name_determines_the_occurrence_until_it_is_withdrawn()
    {
        await using var visitor = await browser.VisitAsync(product.Process, Look.Desk);
        var page = await visitor.OpenAsync("");
        await page.GetByRole(AriaRole.Link, new() { Name = "Mask one occurrence" }).ClickAsync();
        var heading = page.GetByRole(AriaRole.Heading, new() { Level = 1 });
        var cards = page.GetByRole(AriaRole.Region, new() { Name = "Identifications and predictions" }).GetByRole(AriaRole.Article);
        await Expect(cards).Not.ToHaveCountAsync(0);
        var before = await heading.InnerTextAsync();

        // By what people call it, with the keyboard alone.
        var name = page.GetByLabel("Suggest a name").First;
        await name.TypeUntilSuggestedAsync(CommonName, page.Locator(".mud-popover-open").Filter(new() { HasText = Species }));
        await name.PressAsync("Enter");
        await Expect(name).ToHaveValueAsync(Species);
        await page.GetByRole(AriaRole.Button, new() { Name = "Suggest", Exact = true }).ClickAsync();
        await Expect(heading).ToContainTextAsync(Species);
        await Expect(heading).ToContainTextAsync("verified");
        await Expect(cards.First).ToBeFocusedAsync();

        await cards.First.GetByRole(AriaRole.Button, new() { Name = "Withdraw" }).ClickAsync();
        await Expect(heading).ToHaveTextAsync(before, new() { UseInnerText = true });
        await Expect(cards.First).ToContainTextAsync("withdrawn");
        await Expect(cards.First).ToBeFocusedAsync();

        await cards.First.GetByRole(AriaRole.Button, new() { Name = "Delete…" }).PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Keep" })).ToBeFocusedAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Keep" })).ToHaveCountAsync(0);

        // The focus has gone to the history before the card goes with the news of its deletion, and is not taken again.
        await Expect(page.Locator("[tabindex='-1']:focus").Filter(new() { Has = page.GetByRole(AriaRole.Article) })).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Tab"); // From the history, and not from the top of the page.
        await Expect(cards.Locator("button:focus, a:focus")).ToHaveCountAsync(1);
        visitor.AssertNoErrors();
    }
}
