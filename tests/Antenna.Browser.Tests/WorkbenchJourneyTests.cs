using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Antenna.Browser.Tests;

/// <summary>A list is drafted, looked at over a season, saved and launched: by keyboard, by two people, and through what goes wrong meanwhile.</summary>
public sealed partial class WorkbenchJourneyTests(ForgetfulDemo product, Chromium browser) : IClassFixture<ForgetfulDemo>
{
    private const string Colleague = "Kim Colleague";

    [Fact]
    public async Task The_whole_path_from_one_moth_to_what_a_run_changed_is_gone_by_keyboard_alone()
    {
        await using var visitor = await browser.VisitAsync(product.Process, Look.Desk);
        var page = await visitor.OpenAsync("");
        var workbench = page.GetByRole(AriaRole.Region, new() { Name = "Masking workbench" });

        // The start page is drawn anew when its figures have been read: what had the focus may be gone before the key is pressed.
        var first = page.GetByRole(AriaRole.Link, new() { Name = "Mask one occurrence" });
        await workbench.UntilShownAsync(async () =>
        {
            if (await first.IsVisibleAsync())
                await page.PressByKeyboardAsync(first);
        });

        // The list lacks its congener, which is added, and the pin follows.
        var pins = page.GetByRole(AriaRole.Region, new() { Name = "Pinned occurrences" });
        await workbench.Locator("[aria-keyshortcuts='+']").WaitForAsync();
        await page.Keyboard.PressAsync("i");
        await Expect(pins.GetByRole(AriaRole.Status)).ToBeVisibleAsync();
        await Expect(pins.GetByRole(AriaRole.Article)).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("+");
        await Expect(ChangesOf(page)).ToHaveCountAsync(1);
        await Expect(workbench).ToContainTextAsync("Determination stays");
        await Expect(pins.GetByRole(AriaRole.Article)).ToHaveCountAsync(0);
        await Expect(pins).ToHaveAttributeAsync("aria-busy", "false");
        await Expect(pins.GetByRole(AriaRole.Status)).ToBeVisibleAsync();

        // The season, with the same list and classifier; two species that would win predictions are added there.
        await page.PressByKeyboardAsync(page.GetByRole(AriaRole.Link, new() { Name = "Try on a capture set" }));
        await page.PressByKeyboardAsync(page.GetByRole(AriaRole.Link, new() { Name = "All nights" }));
        for (var added = 2; added <= 3; added++)
        {
            await CountedAsync(page);
            await AddSuggestedAsync(page, _ => page.Keyboard.PressAsync("+"));
            await Expect(ChangesOf(page)).ToHaveCountAsync(added);
        }

        var promised = await page.Locator(".planned .updated dd").InnerTextAsync();
        await page.PressByKeyboardAsync(page.GetByRole(AriaRole.Button, new() { NameRegex = Save() }));
        await page.TabToAsync(page.GetByLabel("Why"));
        await page.Keyboard.TypeAsync("three that fly here");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("Saved as ")).ToBeVisibleAsync();
        await CountedAsync(page);

        // What is counted again after saving takes the button away for a moment; pressed twice it launches once all the same.
        var run = page.GetByRole(AriaRole.Article).GetByRole(AriaRole.Link).First;
        await run.UntilShownAsync(() => page.PressByKeyboardAsync(page.GetByRole(AriaRole.Button, new() { Name = "Launch" })));
        await page.PressByKeyboardAsync(run);
        await page.WaitUntilSucceededAsync();
        await Expect(page.Locator("main .updated dd")).ToHaveTextAsync(promised.Trim());

        await page.PressByKeyboardAsync(page.GetByRole(AriaRole.Row).GetByRole(AriaRole.Link, new() { NameRegex = Transition() }).First);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Occurrences", Level = 1 })).ToBeVisibleAsync();
        var rows = page.Locator("[data-rows] a").First;
        await rows.WaitForAsync();

        // As on the start page: the rows may be drawn anew between the keys.
        await workbench.UntilShownAsync(async () =>
        {
            if (!await rows.IsVisibleAsync())
                return;
            await page.Keyboard.PressAsync("j");
            await page.Keyboard.PressAsync("Enter");
        });
        visitor.AssertNoErrors();
    }

    [Fact]
    public async Task Two_people_draft_from_one_version_and_who_saves_second_sees_what_the_first_changed_and_merges()
    {
        await using var node = await product.StartNodeAsync(Colleague);
        await using var robin = await browser.VisitAsync(product.Process, Look.Desk);
        await using var kim = await browser.VisitAsync(node, Look.Desk);
        var (mine, theirs) = (await robin.OpenAsync("taxa-lists/1"), await kim.OpenAsync("taxa-lists/1"));
        var first = await StrikeByKeyboardAsync(mine, row: 1);
        var second = await StrikeByKeyboardAsync(theirs, row: 2);
        await Expect(ChangesOf(theirs)).ToContainTextAsync(second);

        await theirs.GetByRole(AriaRole.Button, new() { NameRegex = Save() }).ClickAsync();
        await theirs.GetByLabel("Why").FillAsync("not seen for years");
        await theirs.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(theirs.GetByText("Saved as ")).ToBeVisibleAsync();

        await mine.GetByRole(AriaRole.Button, new() { NameRegex = Save() }).ClickAsync();
        await mine.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        var merge = mine.GetByRole(AriaRole.Group).Filter(new() { HasText = $"{Colleague} saved" });
        await Expect(merge).ToContainTextAsync("not seen for years");
        await Expect(merge.GetByRole(AriaRole.Listitem)).ToContainTextAsync(second);
        await mine.GetByRole(AriaRole.Button, new() { Name = "Merge and save" }).ClickAsync();
        await Expect(mine.GetByText("Saved as ")).ToBeVisibleAsync();

        // Both are gone from the newest version, in both browsers.
        foreach (var page in new[] { mine, theirs })
        {
            await Expect(page.GetByRole(AriaRole.Table).GetByText(first, new() { Exact = true })).ToHaveCountAsync(0);
            await Expect(page.GetByRole(AriaRole.Table).GetByText(second, new() { Exact = true })).ToHaveCountAsync(0);
        }

        robin.AssertNoErrors();
        kim.AssertNoErrors();
    }

    [Fact]
    public async Task A_draft_and_its_impact_outlive_a_lost_connection_a_reload_and_the_server_and_both_the_run_and_the_draft_are_still_undone()
    {
        await using var visitor = await browser.VisitAsync(product.Process, Look.Desk);
        var connections = await visitor.ConnectionsAsync();
        var page = await visitor.OpenAsync("capture-sets/1?list=1");
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Mask Holarctic moths" }).CheckAsync();
        await CountedAsync(page);
        await AddSuggestedAsync(page, add => add.ClickAsync());
        await Expect(ChangesOf(page)).ToHaveCountAsync(1);
        var planned = page.Locator(".planned .updated dd");
        var promised = (await planned.InnerTextAsync()).Trim();

        await product.LoseCircuitAsync(connections, page);
        await AssertSameAsync();
        await page.ReloadAsync();
        await page.WaitUntilInteractiveAsync();
        await AssertSameAsync();

        var set = page.Url;
        await page.GetByRole(AriaRole.Button, new() { Name = "Launch" }).ClickAsync();
        await page.GetByRole(AriaRole.Article).GetByRole(AriaRole.Link).ClickAsync();
        await page.WaitUntilSucceededAsync();
        await product.RestartAsync();
        await Expect(page.Locator("#components-reconnect-modal")).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo the run" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { NameRegex = Undoes() })).ToBeVisibleAsync();
        await page.WaitUntilSucceededAsync();

        await page.GotoAsync(set);
        await page.WaitUntilInteractiveAsync();
        await AssertSameAsync();
        await page.Keyboard.PressAsync("Control+z");
        await Expect(ChangesOf(page)).ToHaveCountAsync(0);
        var discard = page.GetByRole(AriaRole.Button, new() { Name = "Discard the draft" });
        var toggle = page.GetByRole(AriaRole.Button, new() { Name = "Discard", Exact = true });
        await discard.UntilShownAsync(async () =>
        {
            // Pressed again it would close what is only slow to show.
            if (await toggle.GetAttributeAsync("aria-expanded") != "true")
                await toggle.ClickAsync();
        });
        await discard.ClickAsync();
        await Expect(page.Locator(".draft .message[aria-live]")).ToContainTextAsync("discarded");

        async Task AssertSameAsync()
        {
            await Expect(ChangesOf(page)).ToHaveCountAsync(1);
            await CountedAsync(page);
            await Expect(planned).ToHaveTextAsync(promised);
        }
    }

    [Fact]
    public async Task A_list_is_begun_from_what_people_confirmed_and_looked_at_over_a_night()
    {
        await using var visitor = await browser.VisitAsync(product.Process, Look.Desk);
        var page = await visitor.OpenAsync("");
        await page.GetByRole(AriaRole.Article).GetByRole(AriaRole.Link, new() { Name = "Taxa lists" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "New list" }).ClickAsync();
        var confirmed = page.GetByRole(AriaRole.Radio, new() { NameRegex = Confirmed() });
        await Expect(confirmed).ToBeCheckedAsync();
        await page.GetByLabel("Its name").FillAsync("Confirmed here");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = Make() }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Confirmed here", Level = 1 })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Mask with this version" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Night of 11 July" }).ClickAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Mask Holarctic moths" }).CheckAsync();
        await CountedAsync(page);
        visitor.AssertNoErrors();
    }

    /// <summary>Strikes the name of a row, counted from 1, and puts it back, and strikes it again.</summary>
    /// <returns>The name.</returns>
    private static async Task<string> StrikeByKeyboardAsync(IPage page, int row)
    {
        var rows = page.Locator("[data-rows] tr");
        await rows.First.WaitForAsync();
        for (var each = 0; each < row; each++)
            await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("-");
        var struck = rows.Filter(new() { HasText = "struck in your draft" });
        await Expect(struck).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("+");
        await Expect(struck).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("-");
        await Expect(struck).ToHaveCountAsync(1);
        return await struck.GetByRole(AriaRole.Rowheader).Locator(".name").InnerTextAsync();
    }

    /// <summary>Puts the first suggestion into the draft, and waits until what that makes of the set is counted: it is no suggestion any more then.</summary>
    private static async Task AddSuggestedAsync(IPage page, Func<ILocator, Task> act)
    {
        var add = ReportOf(page).GetByRole(AriaRole.Button, new() { Name = "to the draft" }).First;
        var suggestion = (await add.GetAttributeAsync("aria-label"))!;
        await act(add);
        await Expect(ReportOf(page).GetByRole(AriaRole.Button, new() { Name = suggestion, Exact = true })).ToHaveCountAsync(0);
        await CountedAsync(page);
    }

    private static ILocator ReportOf(IPage page) => page.GetByRole(AriaRole.Region, new() { Name = "Impact" });

    private static ILocator ChangesOf(IPage page) => page.GetByRole(AriaRole.List, new() { Name = "Changes of the draft" }).GetByRole(AriaRole.Listitem);

    private static async Task CountedAsync(IPage page)
    {
        await LaunchPages.ExpectCountedAsync(ReportOf(page));
    }

    [GeneratedRegex("^Save as v[0-9]+$")]
    private static partial Regex Save();

    [GeneratedRegex("^Undoes run [0-9]+$")]
    private static partial Regex Undoes();

    [GeneratedRegex("from .+ to .+")]
    private static partial Regex Transition();

    [GeneratedRegex("^what people confirmed in")]
    private static partial Regex Confirmed();

    [GeneratedRegex("^Make the list with [1-9]")]
    private static partial Regex Make();
}
