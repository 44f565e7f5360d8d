using System.Globalization;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Antenna.Browser.Tests;

/// <summary>What is seen of a run that stands in its middle.</summary>
public sealed class RunUnderWayTests(DemoProduct product, Chromium browser) : IClassFixture<DemoProduct>
{
    [Fact]
    public async Task A_run_in_its_middle_looks_the_same_after_a_reload_and_in_a_second_tab_and_ends_in_both()
    {
        await using var visitor = await browser.VisitAsync(product.Process, Look.Desk);
        await using (var held = await HeldRun.BeginAsync(product.Process))
        {
            var page = await LaunchPages.LaunchAsync(visitor);
            var progress = page.GetByRole(AriaRole.Progressbar, new() { Name = "Checked" });
            await Expect(LaunchPages.StateOf(page)).ToHaveTextAsync("Running…");
            await Expect(progress).ToHaveAttributeAsync("aria-valuenow", (await held.ReachedAsync()).ToString(CultureInfo.InvariantCulture));
            var reached = await progress.GetAttributeAsync("aria-valuetext");

            await page.ReloadAsync();
            await Expect(progress).ToHaveAttributeAsync("aria-valuetext", reached!);
            var second = await visitor.OpenAsync(page.Url);
            await Expect(second.GetByRole(AriaRole.Progressbar, new() { Name = "Checked" })).ToHaveAttributeAsync("aria-valuetext", reached!);
        }

        foreach (var page in visitor.Tabs)
            await page.WaitUntilSucceededAsync();
        visitor.AssertNoErrors();
    }

    [Fact]
    public async Task A_server_that_is_killed_in_the_middle_of_a_run_comes_back_to_the_page_and_the_run_ends()
    {
        await using var visitor = await browser.VisitAsync(product.Process, Look.Desk);
        IPage page;
        await using (await HeldRun.BeginAsync(product.Process))
        {
            page = await LaunchPages.LaunchAsync(visitor);
            await Expect(LaunchPages.StateOf(page)).ToHaveTextAsync("Running…");
            await product.Process.KillAsync();
            await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        }

        await product.StartAgainAsync();
        await page.WaitUntilSucceededAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
    }
}
