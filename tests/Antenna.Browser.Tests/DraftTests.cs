using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Antenna.Browser.Tests;

/// <summary>A list is changed where it is tried, until it is right, and saved.</summary>
public sealed partial class DraftTests(DemoProduct product, Chromium browser) : IClassFixture<DemoProduct>
{
    private const string NothingMoves = "None of the 1 moves.";

    [Fact]
    public async Task A_species_is_added_at_its_row_pins_follow_and_the_draft_outlives_a_reload_until_it_is_saved()
    {
        await using var visitor = await browser.VisitAsync(product.Process, Look.Desk);
        var page = await visitor.OpenAsync("");
        await page.GetByRole(AriaRole.Link, new() { Name = "Mask one occurrence" }).ClickAsync();
        var workbench = page.GetByRole(AriaRole.Region, new() { Name = "Masking workbench" });
        var bar = page.GetByRole(AriaRole.Region, new() { NameRegex = Draft() });
        var changes = bar.GetByRole(AriaRole.List, new() { Name = "Changes of the draft" }).GetByRole(AriaRole.Listitem);
        var pins = page.GetByRole(AriaRole.Region, new() { Name = "Pinned occurrences" });
        await page.GetByRole(AriaRole.Button, new() { Name = "Pin", Exact = true }).ClickAsync();
        await Expect(pins.GetByRole(AriaRole.Status)).ToBeVisibleAsync();
        await Expect(pins.GetByText(NothingMoves)).ToHaveCountAsync(0);

        // The species that the classifier was sure of, which the list lacks.
        var add = workbench.GetByRole(AriaRole.Button, new() { NameRegex = Add() }).First;
        var species = Add().Match((await add.GetAttributeAsync("aria-label"))!).Groups[1].Value;
        await add.ClickAsync();
        await Expect(changes).ToHaveCountAsync(1);
        await Expect(workbench).ToContainTextAsync($"Determination stays {species}");
        await Expect(pins.GetByText(NothingMoves)).ToBeVisibleAsync();

        // A second change is undone by its keys; the first is still there after a reload.
        await workbench.GetByRole(AriaRole.Button, new() { NameRegex = Add() }).First.ClickAsync();
        await Expect(changes).ToHaveCountAsync(2);
        await page.Keyboard.PressAsync("Control+z");
        await Expect(changes).ToHaveCountAsync(1);
        await page.ReloadAsync();
        await page.WaitUntilInteractiveAsync();
        await Expect(changes).ToHaveCountAsync(1);
        await Expect(pins.GetByText(NothingMoves)).ToBeVisibleAsync();

        await bar.GetByRole(AriaRole.Button, new() { NameRegex = Save() }).ClickAsync();
        await bar.GetByLabel("Why").FillAsync("seen on this trap");
        await bar.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(bar).ToContainTextAsync("no changes yet");

        await page.GotoAsync("taxa-lists");
        await page.WaitUntilInteractiveAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Northern moths" }).First.ClickAsync();
        await Expect(page.GetByText("seen on this trap")).ToBeVisibleAsync();
        visitor.AssertNoErrors();
    }

    [GeneratedRegex("^Draft of ")]
    private static partial Regex Draft();

    [GeneratedRegex("^Add (.+) to the list$")]
    private static partial Regex Add();

    [GeneratedRegex("^Save as v[0-9]+$")]
    private static partial Regex Save();
}
