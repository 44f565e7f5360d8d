using System.Text.Json;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using Xunit;

namespace Antenna.Browser.Tests;

/// <summary>Checks pages with axe. It runs within the page and returns faults alone: a page costs little more than its rules.</summary>
internal static class Accessibility
{
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    /// <summary>Fails unless axe finds nothing serious on a page.</summary>
    /// <param name="coloursOnly">Only the rules on colours: of a page that was checked in the other light, all others hold.</param>
    /// <param name="where">What is looked at, for the message.</param>
    public static async Task AssertAsync(IPage page, bool coloursOnly, string where)
    {
        await page.EvaluateAsync($"() => {{ if (!window.axe) {{ {Axe} }} }}");
        var faults = await page.EvaluateAsync<JsonElement>(
            """
            async coloursOnly => {
                const options = { resultTypes: ['violations'] };
                if (coloursOnly)
                    options.runOnly = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };
                const result = await axe.run(document, options);
                return result.violations
                    .filter(each => each.impact === 'serious' || each.impact === 'critical')
                    .map(each => `${each.id} (${each.impact}): ${each.help}: ${each.nodes.map(node => node.html).join('; ')}`);
            }
            """,
            coloursOnly);
        Assert.True(
            faults.GetArrayLength() == 0,
            $"{where}:{Environment.NewLine}{string.Join(Environment.NewLine, faults.EnumerateArray().Select(fault => fault.GetString()))}");
    }
}
