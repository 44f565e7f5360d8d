using Antenna.Dashboard.Components.ImportJobs;
using Antenna.PostProcessing.ImportJobs;
using Antenna.Testing;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.ImportJobs;

/// <summary>Packages, and folders of them, are chosen as they lie on a computer.</summary>
public sealed class ImportPackagePageTests(PostgresCluster cluster) : ImportPagesBench(cluster)
{
    [Fact]
    public async Task A_package_is_recognised_by_its_files_checked_and_imported_with_what_became_of_its_observations()
    {
        var page = Open();
        Choose(
            page,
            ("deployments.csv", "deploymentID,locationName,latitude,longitude\nd1,Bog,44.5,-72.5\n"),
            ("media.csv", "mediaID,deploymentID,timestamp,filePath\nm1,d1,2024-06-01T22:00:00Z,1.jpg\n"),
            ("observations.csv", "observationID,mediaID,observationType,scientificName\no1,m1,animal,\no2,m1,vehicle,\n"));
        page.WaitForAssertion(() => Assert.Contains("Camtrap DP package", page.Find("tbody tr").CellText("Seems to be"), StringComparison.Ordinal));
        await page.InvokeAsync(() => page.Field("Project, chosen or new").Input("Bog"));
        await page.InvokeAsync(() => page.Field("Project, chosen or new").Blur());

        await page.PressAsync(() => page.Button("Check only"));

        page.WaitForAssertion(() => Assert.Equal("1", page.Row("a vehicle, left out").CellText("Observations")));
        await page.PressAsync(() => page.Button("Import"));
        var address = Dashboard.Services.GetRequiredService<NavigationManager>();
        page.WaitForAssertion(() => Assert.Contains("imports/1", address.Uri, StringComparison.Ordinal));
        await Dashboard.Product<ImportExecutor>().ExecuteAsync(1, Token);
        var shown = Dashboard.Render<ImportPage>(page => page.Add(import => import.Id, 1));
        shown.WaitForAssertion(() => Assert.Equal(("1", "1"), (shown.Row("a new occurrence").CellText("Observations"), shown.Row("captures").CellText("New"))));
    }

    [Fact]
    public async Task A_folder_of_packages_is_sent_with_its_paths_and_imported_as_it_would_be_from_the_server()
    {
        var page = Open();
        ChooseFolder(page, [.. Package("june", "2024-06-01", "1.jpg"), .. Package("july", "2024-07-01", "2.jpg"), ("bogs/notes.txt", "It rained.\n")]);
        page.WaitForAssertion(() => Assert.Contains("Camtrap DP package", page.Row("bogs").CellText("Seems to be"), StringComparison.Ordinal));
        Assert.Equal("bogs", page.Field("Name of the capture set to make").GetAttribute("value"));
        await page.InvokeAsync(() => page.Field("Project, chosen or new").Input("Bog"));
        await page.InvokeAsync(() => page.Field("Project, chosen or new").Blur());
        await page.PressAsync(() => page.Button("Check only"));
        page.WaitForAssertion(() => Assert.Equal("2", page.Row("captures").CellText("New")));

        await page.PressAsync(() => page.Button("Import"));

        var address = Dashboard.Services.GetRequiredService<NavigationManager>();
        page.WaitForAssertion(() => Assert.Contains("imports/1", address.Uri, StringComparison.Ordinal));
        Assert.Equal("bogs", (await FindAsync(1)).Row.Source);
        await Dashboard.Product<ImportExecutor>().ExecuteAsync(1, Token);
        var shown = Dashboard.Render<ImportPage>(page => page.Add(import => import.Id, 1));
        shown.WaitForAssertion(() => Assert.Equal("2", shown.Row("captures").CellText("New")));
        await using var context = Database.CreateDbContext();
        Assert.Equal(["1.jpg", "2.jpg"], await context.Captures.Select(capture => capture.Path).Order().ToListAsync(Token));
    }

    [Fact]
    public void What_is_wrong_in_a_folder_of_packages_is_said_with_the_folder_of_the_package()
    {
        var page = Open();
        var broken = Package("july", "2024-07-01", "2.jpg").Where(file => !file.Name.EndsWith("media.csv", StringComparison.Ordinal));
        ChooseFolder(page, [.. Package("june", "2024-06-01", "1.jpg"), .. broken, ("bogs/july/datapackage.json", """{"resources": []}""")]);
        page.WaitForAssertion(() => Assert.NotNull(page.Row("bogs")));
        page.Field("Project, chosen or new").Input("Bog");
        page.Field("Project, chosen or new").Blur();

        page.Button("Check only").Click();

        page.WaitForAssertion(() => Assert.Contains("july", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("bogs/readme.xml", "no Camtrap DP package")]
    [InlineData("bogs/../../media.csv", "no path")]
    [InlineData("media.csv", "which folder")]
    public void A_folder_that_cannot_be_imported_is_refused_and_another_can_be_chosen(string path, string why)
    {
        var page = Open();

        ChooseFolder(page, (path, "<nothing/>"));

        page.WaitForAssertion(() => Assert.Contains(why, page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        ChooseFolder(page, Package("june", "2024-06-01", "1.jpg"));
        page.WaitForAssertion(() => Assert.Contains("Camtrap DP package", page.Row("bogs").CellText("Seems to be"), StringComparison.Ordinal));
    }

    private static (string Name, string Content)[] Package(string folder, string night, string picture) =>
    [
        ($"bogs/{folder}/deployments.csv", "deploymentID,locationName,latitude,longitude\nd1,Bog,44.5,-72.5\n"),
        ($"bogs/{folder}/media.csv", $"mediaID,deploymentID,timestamp,filePath\nm1,d1,{night}T22:00:00Z,{picture}\n"),
        ($"bogs/{folder}/observations.csv", "observationID,mediaID,observationType,scientificName\no1,m1,animal,\n"),
    ];
}
