using Microsoft.Playwright;
using Xunit;

namespace Antenna.Browser.Tests;

/// <summary>What a person does who has no mouse.</summary>
internal static class Keyboard
{
    /// <summary>More places than any page has to stop at.</summary>
    private const int MostStops = 500;

    /// <summary>Goes on with Tab until something has the focus, and presses it.</summary>
    public static async Task PressByKeyboardAsync(this IPage page, ILocator target)
    {
        await page.TabToAsync(target);
        await page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Goes on with Tab until something has the focus.</summary>
    public static async Task TabToAsync(this IPage page, ILocator target)
    {
        await target.WaitForAsync();
        for (var stops = 0; stops < MostStops; stops++)
        {
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
                return;
            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"{target} is not reached by Tab.");
    }
}
