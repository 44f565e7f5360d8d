using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Antenna.Browser.Tests;

/// <summary>A checklist is brought in from a page, and used.</summary>
public sealed partial class TaxaListImportTests(DemoProduct product, Chromium browser) : IClassFixture<DemoProduct>
{
    private const string List = "Big silk moths";
    private const string Csv = "name\nActias luna\nAutomeris io\nAntheraea polyphemus\nHyalophora cecropa\n";

    [Fact]
    public async Task A_list_is_checked_and_imported_from_a_page_and_then_a_set_is_masked_to_it()
    {
        await using var visitor = await browser.VisitAsync(product.Process, Look.Desk);
        var page = await visitor.OpenAsync("taxa-lists");
        await CheckAsync(page);
        var matching = page.GetByRole(AriaRole.Region, new() { Name = "How names were matched" });
        await Expect(matching.GetByRole(AriaRole.Row, new() { Name = "Hyalophora cecropa" })).ToContainTextAsync("Hyalophora cecropia");
        await page.GetByRole(AriaRole.Link, new() { Name = "Taxa lists" }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Main)).Not.ToContainTextAsync(List);

        await CheckAsync(page);
        await page.GetByRole(AriaRole.Button, new() { NameRegex = Import() }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Look at it" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(List);
        await page.GetByRole(AriaRole.Link, new() { Name = "Mask with this version" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "All nights" }).ClickAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Mask Holarctic moths" }).CheckAsync();
        await Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("occurrences would be updated");
        await page.GetByRole(AriaRole.Button, new() { Name = "Launch" }).ClickAsync();
        await page.WaitUntilSucceededAsync();
        visitor.AssertNoErrors();
    }

    private static async Task CheckAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Import a list" }).ClickAsync();
        await page.GetByLabel("Its name").FillAsync(List);
        var file = new FilePayload { Name = "silk-moths.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(Csv) };
        await page.GetByLabel("Table of names").ChooseFileAsync(file, page.Locator("button:enabled").Filter(new() { HasText = "Check only" }));
        await page.GetByRole(AriaRole.Button, new() { Name = "Check only" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "How names were matched" })).ToBeVisibleAsync();
    }

    [GeneratedRegex("^Import")]
    private static partial Regex Import();
}
