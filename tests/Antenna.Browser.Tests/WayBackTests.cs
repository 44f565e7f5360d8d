using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Antenna.Browser.Tests;

/// <summary>Back and the breadcrumb lead to where one came from, filters and place included.</summary>
public sealed partial class WayBackTests(DemoProduct product, Chromium browser) : IClassFixture<DemoProduct>
{
    private const int Farther = 400;

    [Fact]
    public async Task From_an_occurrence_both_ways_back_lead_to_the_same_place_of_the_same_list()
    {
        await using var visitor = await browser.VisitAsync(product.Process, Look.Desk);
        var page = await visitor.OpenAsync("occurrences?order=name&size=25");
        await page.GetByRole(AriaRole.Link, new() { Name = "Next" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(AnyCursor());
        await page.WaitUntilQuietAsync();
        var list = page.Url;

        await OpenOneAsync(page);
        await page.GoBackAsync();
        await ExpectPlaceAsync(page, list);

        await OpenOneAsync(page);
        await page.ReloadAsync();
        await page.WaitUntilInteractiveAsync();
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Occurrences" }).ClickAsync();
        await ExpectPlaceAsync(page, list);
        visitor.AssertNoErrors();
    }

    private static async Task OpenOneAsync(IPage page)
    {
        await page.EvaluateAsync("y => scrollTo(0, y)", Farther);
        await page.WaitForFunctionAsync("y => scrollY === y && Object.values(sessionStorage).includes(`${y}`)", Farther);
        await page.GetByRole(AriaRole.Row).GetByRole(AriaRole.Link, new() { NameRegex = Number() }).Nth(12).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Identifications and predictions" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeInViewportAsync();
    }

    private static async Task ExpectPlaceAsync(IPage page, string list)
    {
        await Expect(page).ToHaveURLAsync(list);
        await Expect(page.GetByRole(AriaRole.Table)).ToBeVisibleAsync();
        await page.WaitForFunctionAsync("y => scrollY === y", Farther);
    }

    [GeneratedRegex("cursor=")]
    private static partial Regex AnyCursor();

    [GeneratedRegex("^[0-9]+$")]
    private static partial Regex Number();
}
