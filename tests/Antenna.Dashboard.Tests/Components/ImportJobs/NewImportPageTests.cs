using Antenna.Dashboard.Components.ImportJobs;
using Antenna.Data.Import.Tables;
using Antenna.Data.Model;
using Antenna.PostProcessing.ImportJobs;
using Antenna.Testing;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.ImportJobs;

/// <summary>Files are chosen, shown as what they are, checked and imported.</summary>
public sealed class NewImportPageTests(PostgresCluster cluster) : ImportPagesBench(cluster)
{
    [Fact]
    public async Task A_check_shows_what_an_import_would_do_and_writes_nothing()
    {
        var page = Open();
        Choose(page, ("taxa.csv", Taxa));
        page.WaitForAssertion(() => Assert.Equal("a table of taxa", page.Find("tbody tr").CellText("Seems to be")));

        await page.PressAsync(() => page.Button("Check only"));

        page.WaitForAssertion(() => Assert.Equal("1", page.Row("taxa").CellText("New")));
        await using var context = Database.CreateDbContext();
        Assert.Equal((0, 0, 0), (await context.Taxa.CountAsync(Token), await context.Imports.CountAsync(Token), await context.People.CountAsync(Token)));
    }

    [Fact]
    public async Task An_import_is_launched_with_its_files_and_followed_on_its_page()
    {
        var page = Open();
        Choose(page, ("taxa.csv", Taxa));
        page.WaitForAssertion(() => Assert.False(page.Button("Import").HasAttribute("disabled")));

        await page.PressAsync(() => page.Button("Import"));

        var address = Dashboard.Services.GetRequiredService<NavigationManager>();
        page.WaitForAssertion(() => Assert.Contains("imports/1", address.Uri, StringComparison.Ordinal));
        var launched = await FindAsync(1);
        Assert.Equal(
            (ImportKind.Taxa, ImportState.Queued, "taxa.csv", DashboardContext.Curator),
            (launched.Row.Kind, launched.Row.State, launched.Row.Source, launched.Row.RequestedBy));
        await Dashboard.Product<ImportExecutor>().ExecuteAsync(1, Token);
        var shown = Dashboard.Render<ImportPage>(page => page.Add(import => import.Id, 1));
        shown.WaitForAssertion(() => Assert.Equal("1", shown.Row("taxa").CellText("New")));
    }

    [Theory]
    [InlineData("a table of taxa", "species;kingdom;family;genus\nActias luna;Animalia;Saturniidae;Actias\n", "Column of names,Encoding")]
    [InlineData("a table of identifications", "crop;name;who\n1.jpg;Actias luna;Müller\n", "Column of names,Encoding")]
    public async Task How_a_table_is_read_is_shown_as_soon_as_it_is_chosen_and_can_be_chosen_otherwise(string kind, string content, string choices)
    {
        var page = Open();
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromBinary(TextEncodings.MacRoman.GetBytes(content), "table.csv"));
        page.WaitForAssertion(() => Assert.Equal(kind, page.Find("tbody tr").CellText("Seems to be")));
        var fields = page.FindComponent<TableReadingFields>();
        Assert.Equal(choices.Split(','), fields.FindComponents<MudSelect<string>>().Select(select => select.Instance.Label));

        await fields.InvokeAsync(() => fields.Instance.ReadingChanged.InvokeAsync(new() { Encoding = "macintosh", Separator = ';', NameColumn = "2" }));
        if (kind.EndsWith("identifications", StringComparison.Ordinal))
        {
            await page.InvokeAsync(() => page.Field("Project").Input("Garden"));
            await page.InvokeAsync(() => page.Field("Project").Blur());
        }

        await page.PressAsync(() => page.Button("Import"));

        var address = Dashboard.Services.GetRequiredService<NavigationManager>();
        page.WaitForAssertion(() => Assert.Contains("imports/1", address.Uri, StringComparison.Ordinal));
        Assert.Equal(new() { Encoding = "macintosh", Separator = ';', NameColumn = "2" }, (await FindAsync(1)).Order.Reading);
        var shown = Dashboard.Render<ImportPage>(page => page.Add(import => import.Id, 1));
        shown.WaitForAssertion(() => Assert.Contains("MacRoman", shown.Find("section[aria-label='What was asked for']").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task How_captures_are_read_is_shown_beside_their_results_and_chosen_otherwise()
    {
        var page = Open();
        page.FindComponent<InputFile>().UploadFiles(
            InputFileContent.CreateFromText(Results, "night1.json"),
            InputFileContent.CreateFromBinary(TextEncodings.MacRoman.GetBytes("id;path;deployment\n1;1.jpg;Wäldchen\n"), "stations.csv"));
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count));
        var fields = page.FindComponent<TableReadingFields>();
        Assert.Equal(("stations.csv", "Encoding"), (fields.Instance.File, Assert.Single(fields.FindComponents<MudSelect<string>>()).Instance.Label));
        await page.InvokeAsync(() => page.Field("Project, chosen or new").Input("Garden"));
        await page.InvokeAsync(() => page.Field("Project, chosen or new").Blur());

        await fields.InvokeAsync(() => fields.Instance.ReadingChanged.InvokeAsync(new() { Encoding = "windows-1252" }));
        await page.PressAsync(() => page.Button("Check only"));
        page.WaitForAssertion(() => Assert.Contains("Read as Windows-1252 (chosen)", page.Find("[aria-label='What the check found']").TextContent, StringComparison.Ordinal));
        await page.PressAsync(() => page.Button("Import"));

        var address = Dashboard.Services.GetRequiredService<NavigationManager>();
        page.WaitForAssertion(() => Assert.Contains("imports/1", address.Uri, StringComparison.Ordinal));
        var order = (await FindAsync(1)).Order;
        Assert.Equal(("stations.csv", new() { Encoding = "windows-1252" }, TableReading.Detected), (order.Captures, order.CapturesReading, order.Reading));
        var shown = Dashboard.Render<ImportPage>(page => page.Add(import => import.Id, 1));
        shown.WaitForAssertion(() => Assert.Equal("Windows-1252", shown.Find("[aria-label='What was asked for']").Fact("Encoding of the captures")));
    }

    [Fact]
    public async Task How_the_captures_beside_results_of_the_server_are_read_is_shown_once_they_are_checked()
    {
        await File.WriteAllTextAsync(Path.Combine(Dashboard.UploadFolder, "night1.json"), Results, Token);
        await File.WriteAllTextAsync(Path.Combine(Dashboard.UploadFolder, "captures.csv"), "id;path\n1;1.jpg\n", Token);
        var page = Open();
        await page.InvokeAsync(() => page.Field("Or a file on the server").Input(Path.Combine(Dashboard.UploadFolder, "night1.json")));
        await page.PressAsync(() => page.Button("Use it"));
        page.WaitForAssertion(() => Assert.Equal("pipeline results", page.Find("tbody tr").CellText("Seems to be")));
        Assert.Empty(page.FindComponents<TableReadingFields>());
        await page.InvokeAsync(() => page.Field("Project, chosen or new").Input("Garden"));
        await page.InvokeAsync(() => page.Field("Project, chosen or new").Blur());

        await page.PressAsync(() => page.Button("Check only"));

        page.WaitForAssertion(() => Assert.Equal("captures.csv", page.FindComponent<TableReadingFields>().Instance.File));
        Assert.Equal(';', page.FindComponent<TableReadingFields>().Instance.Table.Separator);
    }

    [Fact]
    public async Task A_file_of_the_server_is_read_where_it_lies_if_its_folder_may_be()
    {
        await File.WriteAllTextAsync(Path.Combine(Dashboard.UploadFolder, "taxa.csv"), Taxa, Token);
        var page = Open();

        await page.InvokeAsync(() => page.Field("Or a file on the server").Input(Path.Combine(Dashboard.UploadFolder, "taxa.csv")));
        await page.PressAsync(() => page.Button("Use it"));

        page.WaitForAssertion(() => Assert.Equal("a table of taxa", page.Find("tbody tr").CellText("Seems to be")));
    }

    [Theory]
    [InlineData("/etc/hostname")]
    [InlineData("../etc")]
    [InlineData("LINK")]
    public async Task A_file_outside_of_the_folders_that_may_be_read_is_refused_whatever_leads_there(string path)
    {
        var link = Path.Combine(Dashboard.UploadFolder, "link");
        File.CreateSymbolicLink(link, "/etc/hostname");
        var page = Open();

        await page.InvokeAsync(() => page.Field("Or a file on the server").Input(path == "LINK" ? link : path));
        await page.PressAsync(() => page.Button("Use it"));

        page.WaitForAssertion(() => Assert.NotNull(page.Find("[role=alert]")));
        Assert.DoesNotContain(page.FindAll("button"), button => button.Name() == "Import");
    }

    [Theory]
    [InlineData("captures.csv", "id,path,timestamp,width,height,deployment\n1,1.jpg,2024-06-01T22:00:00,640,480,Meadow\n", "captures of pipeline results", "their JSON and this table", "Choose both")]
    [InlineData("suggestions.csv", "line,name,match,taxon,suggestion,suggestion_id,other_suggestions,note,kingdom\n2,Actias lunna,suggestion,,Actias luna,1,,,\n", "a report on the names of a list", "accepted where that list is imported", null)]
    [InlineData("run-1-log.csv", "time,level,message,data\n,Warning,Actias luna,\n", "an export that is not imported", "nothing of it", null)]
    public void A_file_that_is_no_import_of_its_own_says_where_it_goes(string name, string content, string kind, string where, string? button)
    {
        var page = Open();

        Choose(page, (name, content));

        page.WaitForAssertion(() => Assert.Equal(kind, page.Find("tbody tr").CellText("Seems to be")));
        Assert.Contains(where, page.Markup, StringComparison.Ordinal);
        Assert.Equal(button is not null, page.FindAll("button").Any(each => each.Name() == "Choose both"));
    }

    [Fact]
    public void A_capture_set_is_named_after_the_results_though_their_captures_were_chosen_first()
    {
        var page = Open();
        Choose(page, ("captures.csv", "id,path,timestamp\n1,1.jpg,2024-06-01T22:00:00\n"));
        page.WaitForAssertion(() => Assert.Equal("captures of pipeline results", page.Find("tbody tr").CellText("Seems to be")));

        Choose(page, ("captures.csv", "id,path,timestamp\n1,1.jpg,2024-06-01T22:00:00\n"), ("night1.json", Results));

        page.WaitForAssertion(() => Assert.Equal("night1", page.Field("Name of the capture set to make").GetAttribute("value")));
    }

    [Fact]
    public void Files_of_two_imports_at_once_are_refused_with_what_they_are()
    {
        var page = Open();

        Choose(page, ("taxa.csv", Taxa), ("people.csv", "crop,name\n1.jpg,Actias luna\n"));

        page.WaitForAssertion(() => Assert.Contains("Taxa, Identifications", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Taxa_of_unknown_labels_are_offered_by_a_check_and_made_when_asked_for()
    {
        var page = Open();
        Choose(page, ("results.json", Results));
        page.WaitForAssertion(() => Assert.Equal("pipeline results", page.Find("tbody tr").CellText("Seems to be")));
        await page.InvokeAsync(() => page.Field("Project, chosen or new").Input("Garden"));
        await page.InvokeAsync(() => page.Field("Project, chosen or new").Blur());
        await page.PressAsync(() => page.Button("Check only"));
        page.WaitForAssertion(() => Assert.Equal(1, page.Find("[role=group]").CountOf("of 2 labels")));
        Assert.Contains("Moths", page.Find("[role=group]").TextContent, StringComparison.Ordinal);

        await page.PressAsync(() => page.Button("Make taxa of them, and check again"));

        page.WaitForAssertion(() => Assert.Equal("1", page.Row("taxa made of labels").CellText("New")));
        await page.PressAsync(() => page.Button("Import"));
        var address = Dashboard.Services.GetRequiredService<NavigationManager>();
        page.WaitForAssertion(() => Assert.Contains("imports/1", address.Uri, StringComparison.Ordinal));
        Assert.True((await FindAsync(1)).Order.MakeTaxa);
    }
}
