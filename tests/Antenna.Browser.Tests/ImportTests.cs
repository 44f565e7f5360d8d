using System.Text;
using Antenna.Testing.RunningAntennas;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Antenna.Browser.Tests;

/// <summary>What a processing service returned is brought in from a page, without a second file.</summary>
public sealed class ImportTests(DemoProduct product, Chromium browser) : IClassFixture<DemoProduct>
{
    private const string Results =
        """
        {"algorithms": {
           "alpine": {"name": "Alpine moths", "key": "alpine", "category_map": {"data": [
             {"index": 0, "label": "Zygaena exulans", "taxon_rank": "SPECIES"}, {"index": 1, "label": "background"}]}},
           "boxes": {"name": "Boxes", "key": "boxes"}},
         "source_images": [{"id": "1", "url": "1.jpg"}],
         "detections": [{"source_image_id": "1", "bbox": {"x1": 1, "y1": 1, "x2": 9, "y2": 9}, "algorithm": {"name": "Boxes", "key": "boxes"},
           "timestamp": "2026-06-01T22:00:00", "classifications": [{"classification": "Zygaena exulans", "scores": [], "logits": [3, 1],
             "algorithm": {"name": "Alpine moths", "key": "alpine"}, "terminal": true, "timestamp": "2026-06-01T22:00:00"}]}]}
        """;

    [Fact]
    public async Task Results_are_checked_get_taxa_of_their_labels_and_are_imported_while_the_page_is_left()
    {
        await using var visitor = await browser.VisitAsync(product.Process, Look.Desk);
        var page = await visitor.OpenAsync("imports");
        await page.GetByRole(AriaRole.Link, new() { Name = "Import…" }).ClickAsync();
        var file = new FilePayload { Name = "results.json", MimeType = "application/json", Buffer = Encoding.UTF8.GetBytes(Results) };
        await page.GetByLabel("Files from this computer").ChooseFileAsync(file, page.GetByRole(AriaRole.Cell, new() { Name = "pipeline results" }));
        await page.GetByLabel("Project, chosen or new").FillAsync("Alps");
        await page.GetByLabel("Name of the capture set").FillAsync("June");

        // The suggestions of the field that was typed in lie over the page for a moment, and take a click that comes just then.
        var makeTaxa = page.GetByRole(AriaRole.Button, new() { Name = "Make taxa of them" });
        await makeTaxa.UntilShownAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Check only" }).ClickAsync());
        await makeTaxa.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "taxa made of labels 1" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Import", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Pipeline results");

        await page.GetByRole(AriaRole.Link, new() { Name = "Taxa lists" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Imports" }).First.ClickAsync();

        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "results.json" })).ToContainTextAsync("Succeeded");
        await page.GetByRole(AriaRole.Row, new() { Name = "results.json" }).GetByRole(AriaRole.Link).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Occurrences of the project" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("Zygaena exulans");
        visitor.AssertNoErrors();
    }

    /// <summary>Its token goes from the page to whatever thread of the server executes the job.</summary>
    [Fact]
    public async Task A_project_of_a_running_Antenna_is_chosen_by_its_name_and_imported()
    {
        await using var there = await StandInAntenna.StartAsync(TestContext.Current.CancellationToken);
        there.Content.AddCapture(1);
        there.Content.AddOccurrence(1, 1, 2, 1, 0);
        await using var visitor = await browser.VisitAsync(product.Process, Look.Desk);
        var page = await visitor.OpenAsync("imports");
        await page.GetByRole(AriaRole.Link, new() { Name = "From a running Antenna…" }).ClickAsync();
        await page.GetByLabel("Its address").FillAsync(there.Address);
        await page.GetByLabel("Your token there").FillAsync(StandInAntenna.Token);
        await page.GetByRole(AriaRole.Button, new() { Name = "Show its projects" }).ClickAsync();
        await page.GetByLabel("Project there").PressAsync("Enter");
        await page.Locator(".mud-list-item").Filter(new() { HasText = "Moths of the hill" }).ClickAsync();
        await Expect(page.GetByLabel("Project here, chosen or new")).ToHaveValueAsync("Moths of the hill");
        await page.GetByRole(AriaRole.Button, new() { Name = "Import", Exact = true }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("A running Antenna");
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "classifications 1" })).ToBeVisibleAsync();
        Assert.DoesNotContain(StandInAntenna.Token, await page.ContentAsync(), StringComparison.Ordinal);
        visitor.AssertNoErrors();
    }
}
