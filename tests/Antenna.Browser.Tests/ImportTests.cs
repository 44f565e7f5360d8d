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

    /// <summary>The pictures beside its tables stay where they are, and what else there is fits into what a browser may tell at once.</summary>
    [Fact]
    public async Task A_folder_of_this_computer_is_imported_as_the_package_that_it_is()
    {
        var folder = Directory.CreateTempSubdirectory("antenna-test-");
        try
        {
            await WritePackageAsync(folder);
            await using var visitor = await browser.VisitAsync(product.Process, Look.Desk);
            var page = await visitor.OpenAsync("imports/new");
            var package = page.GetByRole(AriaRole.Row, new() { Name = folder.Name }).Filter(new() { HasText = "Camtrap DP" });
            await package.UntilShownAsync(() => page.GetByLabel("a folder from this computer").SetInputFilesAsync(folder.FullName));
            await page.GetByLabel("Project, chosen or new").FillAsync("Bog of a folder");
            await page.GetByLabel("Name of the capture set").FillAsync("July");
            var found = page.GetByRole(AriaRole.Row, new() { Name = "captures 1" });
            await found.UntilShownAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Check only" }).ClickAsync());
            await page.GetByRole(AriaRole.Button, new() { Name = "Import", Exact = true }).ClickAsync();

            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Camtrap DP");
            await Expect(page.GetByRole(AriaRole.Row, new() { Name = "captures 1" })).ToBeVisibleAsync();
            visitor.AssertNoErrors();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task WritePackageAsync(DirectoryInfo folder)
    {
        const int pictures = 150;
        const int notes = 90;
        var longName = new string('n', 200);
        await WriteAsync("datapackage.json", """{"resources": [{"name": "deployments", "path": "tables/deployments.csv"}, {"name": "media", "path": "tables/media.csv"}, {"name": "observations", "path": "tables/observations.csv"}]}""");
        await WriteAsync("tables/deployments.csv", "deploymentID,locationName,latitude,longitude\nd1,Bog,44.5,-72.5\n");
        await WriteAsync("tables/media.csv", "mediaID,deploymentID,timestamp,filePath\nm1,d1,2024-07-01T22:00:00Z,1.jpg\n");
        await WriteAsync("tables/observations.csv", "observationID,mediaID,observationType,scientificName\no1,m1,animal,\n");
        for (var picture = 0; picture < pictures; picture++)
            await WriteAsync($"pictures/{picture}.jpg", "");
        for (var note = 0; note < notes; note++)
            await WriteAsync($"notes/{longName}{note}.txt", "It rained.");

        Task WriteAsync(string path, string text)
        {
            var file = new FileInfo(Path.Combine(folder.FullName, path));
            file.Directory!.Create();
            return File.WriteAllTextAsync(file.FullName, text, TestContext.Current.CancellationToken);
        }
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
