using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace Antenna.Browser.Tests;

/// <summary>
/// Every page as people see it, in light and dark, at a desk and on a tablet: a picture of each is left in
/// <c>tests/screenshots</c>, and a program that knows what keeps people out finds nothing serious on it.
/// </summary>
public sealed class ScreenTests(DemoProduct product, Chromium browser) : IClassFixture<DemoProduct>
{
    private static readonly string Folder = Path.Combine(ProductPath.Top, "tests", "screenshots");

    public static TheoryData<string, string> Screens => new()
    {
        { "start", "" },
        { "runs", "runs" },
        { "occurrence", "occurrences/1" },
        { "not-found", "no-such-page" },
    };

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task Every_page_can_be_looked_at_in_every_light(string name, string address)
    {
        Directory.CreateDirectory(Folder);
        foreach (var look in Look.All)
        {
            await using var visitor = await browser.VisitAsync(product.Process, look);
            var page = await visitor.OpenAsync(address);
            await page.WaitUntilQuietAsync();
            await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"{name}-{look.Name}.png"), FullPage = true });
            await AssertAccessibleAsync(page, $"{name} at {look.Name}");
            visitor.AssertNoTrouble();
        }
    }

    private static async Task AssertAccessibleAsync(IPage page, string where)
    {
        var result = await page.RunAxe();
        var serious = result.Violations.Where(violation => violation.Impact is "serious" or "critical").ToList();
        Assert.True(serious.Count == 0, $"{where}:{Environment.NewLine}{string.Join(Environment.NewLine, serious.Select(Describe))}");
    }

    private static string Describe(AxeResultItem violation) =>
        $"{violation.Id} ({violation.Impact}): {violation.Help}: {string.Join("; ", violation.Nodes.Select(node => node.Html))}";
}
