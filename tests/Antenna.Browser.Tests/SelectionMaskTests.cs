using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Antenna.Browser.Tests;

/// <summary>From the gallery: picked animals are previewed and masked, and that is undone, without going to another page.</summary>
public sealed partial class SelectionMaskTests(DemoProduct product, Chromium browser) : IClassFixture<DemoProduct>
{
    private const int OnEachPage = 3;

    [Fact]
    public async Task Animals_picked_on_two_pages_are_previewed_masked_once_and_undone_in_place()
    {
        await using var visitor = await browser.VisitAsync(product.Process, Look.Desk);
        var page = await visitor.OpenAsync("occurrences?view=gallery&size=25");
        var bar = SelectionBar.Of(page);
        await PickAsync(page);
        await bar.ExpectSelectedAsync(OnEachPage);
        await page.GetByRole(AriaRole.Link, new() { Name = "Next" }).ClickAsync();
        await bar.ExpectSelectedAsync(here: 0, elsewhere: OnEachPage);
        await PickAsync(page);
        await bar.ExpectSelectedAsync(OnEachPage, OnEachPage);

        // What is selected outlives the page, and is there in every tab.
        await page.ReloadAsync();
        await page.WaitUntilInteractiveAsync();
        await bar.ExpectSelectedAsync(OnEachPage, OnEachPage);
        await bar.GetByText("Look through the selection").ClickAsync();
        await Expect(bar.GetByRole(AriaRole.List, new() { Name = "Selected occurrences" }).GetByRole(AriaRole.Listitem)).ToHaveCountAsync(2 * OnEachPage);

        await bar.GetByRole(AriaRole.Link, new() { Name = "Mask the selection" }).ClickAsync();
        var previews = page.GetByRole(AriaRole.Article, new() { NameRegex = OneOccurrence() });
        await Expect(previews).ToHaveCountAsync(2 * OnEachPage);
        await Expect(previews.First.GetByRole(AriaRole.List, new() { Name = "Masked" })).ToBeVisibleAsync();
        await previews.First.GetByRole(AriaRole.Link, new() { NameRegex = TopTen() }).ClickAsync();
        await Expect(previews.First.GetByRole(AriaRole.Table)).ToBeVisibleAsync();

        var address = page.Url;
        await previews.First.GetByRole(AriaRole.Link, new() { NameRegex = Workbench() }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Masking workbench" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Mask the selection" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(address);

        await page.GetByRole(AriaRole.Button, new() { Name = "Launch" }).DblClickAsync();
        var runs = page.GetByRole(AriaRole.Article, new() { NameRegex = Run() });
        await Expect(runs.Locator(".state").First).ToHaveTextAsync("Succeeded");
        await Expect(runs).ToHaveCountAsync(1);
        await Expect(runs.GetByRole(AriaRole.Heading, new() { Name = "What changed" })).ToBeVisibleAsync();

        var undo = runs.GetByRole(AriaRole.Button, new() { Name = "Undo", Exact = true });
        var confirm = runs.GetByRole(AriaRole.Button, new() { Name = "Undo the run" });
        await confirm.UntilShownAsync(async () =>
        {
            if (await undo.IsVisibleAsync())
                await undo.ClickAsync();
        });
        await confirm.ClickAsync();
        await Expect(runs).ToHaveCountAsync(2);
        await Expect(runs.Locator(".state").Last).ToHaveTextAsync("Reverted");
        visitor.AssertNoErrors();
    }

    private static async Task PickAsync(IPage page)
    {
        var names = await SelectionBar.NamesAsync(page);
        for (var at = 0; at < OnEachPage; at++)
            await SelectionBar.Box(page, names[2 * at]).CheckAsync();
    }

    [GeneratedRegex("^Occurrence [0-9]+$")]
    private static partial Regex OneOccurrence();

    [GeneratedRegex("^Top 10")]
    private static partial Regex TopTen();

    [GeneratedRegex("in the workbench$")]
    private static partial Regex Workbench();

    [GeneratedRegex("^Run [0-9]+$")]
    private static partial Regex Run();
}
