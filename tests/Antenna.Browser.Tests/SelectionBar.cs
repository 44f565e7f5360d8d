using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Antenna.Browser.Tests;

/// <summary>Occurrences that are selected, and what the bar below them tells of it.</summary>
internal static partial class SelectionBar
{
    public static ILocator Of(IPage page) => page.GetByRole(AriaRole.Region, new() { Name = "What to do with the selection" });

    /// <summary>The checkboxes of all occurrences on the page.</summary>
    public static ILocator Boxes(IPage page) => page.GetByRole(AriaRole.Checkbox, new() { NameRegex = SelectOne() });

    /// <summary>The checkbox of this name.</summary>
    public static ILocator Box(IPage page, string name) => page.GetByRole(AriaRole.Checkbox, new() { Name = name, Exact = true });

    /// <returns>The names of the checkboxes of all occurrences on the page.</returns>
    public static async Task<string[]> NamesAsync(IPage page)
    {
        await Boxes(page).First.WaitForAsync();
        return await Boxes(page).EvaluateAllAsync<string[]>("boxes => boxes.map(box => box.getAttribute('aria-label'))");
    }

    /// <summary>So many are told to be selected on the page, and on others.</summary>
    public static Task ExpectSelectedAsync(this ILocator bar, int here, int elsewhere = 0) =>
        Expect(bar).ToContainTextAsync(new Regex(elsewhere == 0 ? $@"\b{here} selected\b" : $@"\b{here} selected\b.*\b{elsewhere} on others\b"));

    [GeneratedRegex("^Select occurrence")]
    private static partial Regex SelectOne();
}
