using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Antenna.Browser.Tests;

/// <summary>What a curator does with one occurrence.</summary>
public sealed partial class OccurrenceTests(DemoProduct product, Chromium browser) : IClassFixture<DemoProduct>
{
    [Fact]
    public async Task Trying_a_mask_is_an_address_and_applying_it_makes_one_run_and_a_card_without_a_reload()
    {
        await using var visitor = await browser.VisitAsync(product.Process, Look.Desk);
        var page = await OpenAsync(visitor, row: 0);
        var address = page.Url;
        var apply = page.GetByRole(AriaRole.Button, new() { Name = "Apply here" });
        await Expect(apply).ToBeEnabledAsync();
        await page.GetByText("Absolute", new() { Exact = true }).ClickAsync();
        await Expect(page).ToHaveURLAsync(Absolute());
        await page.GetByText("Reweighted", new() { Exact = true }).First.ClickAsync();
        await Expect(page).Not.ToHaveURLAsync(Absolute());

        await apply.DblClickAsync();

        await Expect(page.GetByText(Done())).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.List, new() { Name = "Identifications and predictions, newest first" }).GetByText("masked", new() { Exact = true })).ToHaveCountAsync(1);
        await Expect(page.GetByText("counts here already")).ToBeVisibleAsync();
        await Expect(apply).ToBeDisabledAsync();

        await page.GotoAsync($"runs?occurrence={address.Split('/')[^1]}");
        await page.WaitUntilInteractiveAsync();
        await Expect(page.Locator("main tbody tr")).ToHaveCountAsync(1);
        visitor.AssertNoErrors();
    }

    [Fact]
    public async Task Who_agrees_and_takes_it_back_is_followed_by_everybody_who_looks()
    {
        await using var visitor = await browser.VisitAsync(product.Process, Look.Desk);
        var page = await OpenAsync(visitor, row: 1);
        await visitor.OpenAsync(page.Url);

        await page.GetByRole(AriaRole.Button, new() { Name = "Agree" }).First.ClickAsync();
        foreach (var tab in visitor.Tabs)
            await Expect(tab.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("verified");

        await page.GetByRole(AriaRole.Button, new() { Name = "Withdraw" }).ClickAsync();
        foreach (var tab in visitor.Tabs)
            await Expect(tab.GetByRole(AriaRole.Heading, new() { Level = 1 })).Not.ToContainTextAsync("verified");
        await Expect(page.GetByText("withdrawn", new() { Exact = true })).ToBeVisibleAsync();
        visitor.AssertNoErrors();
    }

    [Fact]
    public async Task A_name_is_suggested_by_typing_what_people_call_it()
    {
        await using var visitor = await browser.VisitAsync(product.Process, Look.Desk);
        var page = await OpenAsync(visitor, row: 2);

        var suggested = page.Locator(".mud-popover-open").GetByText("Actias luna").First;
        await page.GetByLabel("Suggest a name").TypeUntilSuggestedAsync("actias lu", suggested);
        await suggested.ClickAsync();
        await page.GetByLabel("Comment", new() { Exact = true }).FillAsync("By its tails.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Suggest" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Actias luna");
        await Expect(page.GetByRole(AriaRole.Article).GetByText("By its tails.")).ToBeVisibleAsync();
        visitor.AssertNoErrors();
    }

    [Fact]
    public async Task Pins_are_set_masked_and_opened_by_keyboard_alone()
    {
        await using var visitor = await browser.VisitAsync(product.Process, Look.Desk);
        var page = await visitor.OpenAsync("occurrences?pins=all");
        await Expect(page.Locator("main tbody tr").First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");
        var pins = page.GetByRole(AriaRole.Region, new() { Name = "Pinned occurrences" });
        await Expect(pins.GetByText("None is pinned")).ToBeVisibleAsync();
        var first = page.Url;

        await page.Keyboard.PressAsync("i");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Pinned", Exact = true })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("n");
        await Expect(page).Not.ToHaveURLAsync(first);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Pin", Exact = true })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("i");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Pinned", Exact = true })).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("?");
        var sheet = page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard" });
        await Expect(sheet.GetByText("Previous", new() { Exact = true })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(sheet).ToBeHiddenAsync();

        await page.GotoAsync(page.Url + (page.Url.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "mode=absolute&pins=all");
        await Expect(pins.GetByRole(AriaRole.Article)).ToHaveCountAsync(2);
        await pins.GetByRole(AriaRole.Link, new() { NameRegex = Opens() }).And(page.Locator("a:not([aria-current])")).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex($"{Regex.Escape(new Uri(first).AbsolutePath)}\\?.*mode=absolute.*pins=all"));
        visitor.AssertNoErrors();
    }

    /// <summary>Opens an occurrence from the list, each test another one.</summary>
    private static async Task<IPage> OpenAsync(Visitor visitor, int row)
    {
        var page = await visitor.OpenAsync("occurrences");
        await page.Locator("main tbody tr").Nth(row).Locator("a").First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Masking workbench" })).ToBeVisibleAsync();
        return page;
    }

    [GeneratedRegex("^Open occurrence [0-9]+ with what is tried$")]
    private static partial Regex Opens();

    [GeneratedRegex("mode=absolute")]
    private static partial Regex Absolute();

    [GeneratedRegex("^Done:")]
    private static partial Regex Done();
}
