using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Antenna.Browser.Tests;

/// <summary>The way from the demo's capture sets to a run.</summary>
internal static class LaunchPages
{
    private const string Classifier = "Holarctic moths";

    /// <summary>The capture set with everything, the classifier chosen, and what a mask would change counted.</summary>
    public static async Task<IPage> OpenSetAsync(Visitor visitor)
    {
        var page = await visitor.OpenAsync("capture-sets");
        await page.GetByRole(AriaRole.Link, new() { Name = "All nights" }).ClickAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = $"Mask {Classifier}" }).CheckAsync();
        await Expect(page.GetByRole(AriaRole.Status).GetByText("predictions checked")).ToBeVisibleAsync();
        return page;
    }

    /// <summary>The impact shown is of the settings chosen, and of all that is in scope.</summary>
    public static async Task ExpectCountedAsync(ILocator report)
    {
        await Expect(report).ToHaveAttributeAsync("aria-busy", "false");
        await Expect(report.Locator(".counting")).ToContainTextAsync("counted");
    }

    /// <summary>Launches, and goes to the run's page.</summary>
    public static async Task<IPage> LaunchAsync(Visitor visitor)
    {
        var page = await OpenSetAsync(visitor);
        await page.GetByRole(AriaRole.Button, new() { Name = "Launch" }).ClickAsync();
        await page.GetByRole(AriaRole.Article).GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Run ");
        return page;
    }

    /// <summary>The state of the run that the page shows first.</summary>
    public static ILocator StateOf(IPage page) => page.Locator("main .state").First;

    public static Task WaitUntilSucceededAsync(this IPage page) => Expect(StateOf(page)).ToHaveTextAsync("Succeeded");
}
