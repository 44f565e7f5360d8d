using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.ImportJobs;
using Antenna.Dashboard.Importing;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Database;
using Antenna.Data.Import;
using Antenna.Data.Import.Tables;
using Antenna.Data.ImportJobs;
using Antenna.Data.Model;
using Antenna.Data.Projects;
using Antenna.PostProcessing.ImportJobs;
using Antenna.Testing;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.ImportJobs;

public sealed class NewImportPageTests(PostgresCluster cluster) : IAsyncLifetime
{
    private const string Taxa = "name,rank,kingdom,family,genus\nActias luna,species,Animalia,Saturniidae,Actias\n";

    private const string Results =
        """
        {"algorithms": {"moths": {"name": "Moths", "key": "moths", "category_map": {"labels": ["Actias luna", "background"]}}},
         "source_images": [{"id": "1", "url": "1.jpg"}], "detections": []}
        """;

    private TestDatabase _database = null!;
    private DashboardContext _dashboard = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _dashboard = new(_database);
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_check_shows_what_an_import_would_do_and_writes_nothing()
    {
        var page = Open();
        Choose(page, ("taxa.csv", Taxa));
        page.WaitForAssertion(() => Assert.Equal("a table of taxa", page.Find("tbody tr").CellText("Seems to be")));

        await page.PressAsync(() => page.Button("Check only"));

        page.WaitForAssertion(() => Assert.Equal("1", page.Row("taxa").CellText("New")));
        await using var context = _database.CreateDbContext();
        Assert.Equal((0, 0, 0), (await context.Taxa.CountAsync(Token), await context.Imports.CountAsync(Token), await context.People.CountAsync(Token)));
    }

    [Fact]
    public async Task An_import_is_launched_with_its_files_and_followed_on_its_page()
    {
        var page = Open();
        Choose(page, ("taxa.csv", Taxa));
        page.WaitForAssertion(() => Assert.False(page.Button("Import").HasAttribute("disabled")));

        await page.PressAsync(() => page.Button("Import"));

        var address = _dashboard.Services.GetRequiredService<NavigationManager>();
        page.WaitForAssertion(() => Assert.Contains("imports/1", address.Uri, StringComparison.Ordinal));
        var launched = await FindAsync(1);
        Assert.Equal(
            (ImportKind.Taxa, ImportState.Queued, "taxa.csv", DashboardContext.Curator),
            (launched.Row.Kind, launched.Row.State, launched.Row.Source, launched.Row.RequestedBy));
        await _dashboard.Product<ImportExecutor>().ExecuteAsync(1, Token);
        var shown = _dashboard.Render<ImportPage>(page => page.Add(import => import.Id, 1));
        shown.WaitForAssertion(() => Assert.Equal("1", shown.Row("taxa").CellText("New")));
    }

    [Theory]
    [InlineData("a table of taxa", "species;kingdom;family;genus\nActias luna;Animalia;Saturniidae;Actias\n", "Column of names,Encoding")]
    [InlineData("a table of identifications", "crop;name;who\n1.jpg;Actias luna;Müller\n", "Encoding")]
    public async Task How_a_table_is_read_is_shown_as_soon_as_it_is_chosen_and_can_be_chosen_otherwise(string kind, string content, string choices)
    {
        var page = Open();
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromBinary(TextEncodings.MacRoman.GetBytes(content), "table.csv"));
        page.WaitForAssertion(() => Assert.Equal(kind, page.Find("tbody tr").CellText("Seems to be")));
        var fields = page.FindComponent<TableReadingFields>();
        Assert.Equal(choices.Split(','), fields.FindComponents<MudSelect<string>>().Select(select => select.Instance.Label));

        await fields.InvokeAsync(() => fields.Instance.ReadingChanged.InvokeAsync(new() { Encoding = "macintosh", Separator = ';' }));
        if (kind.EndsWith("identifications", StringComparison.Ordinal))
        {
            await page.InvokeAsync(() => page.Field("Project").Input("Garden"));
            await page.InvokeAsync(() => page.Field("Project").Blur());
        }

        await page.PressAsync(() => page.Button("Import"));

        var address = _dashboard.Services.GetRequiredService<NavigationManager>();
        page.WaitForAssertion(() => Assert.Contains("imports/1", address.Uri, StringComparison.Ordinal));
        Assert.Equal(new() { Encoding = "macintosh", Separator = ';' }, (await FindAsync(1)).Order.Reading);
        var shown = _dashboard.Render<ImportPage>(page => page.Add(import => import.Id, 1));
        shown.WaitForAssertion(() => Assert.Contains("MacRoman", shown.Find("section[aria-label='What was asked for']").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_import_that_waits_says_for_what_since_when_and_what_to_do()
    {
        await using var connection = await _database.DataSource.OpenConnectionAsync(Token);
        await using var context = _database.CreateDbContext();
        var person = await People.EnsureAsync(context, DashboardContext.Curator, Token);
        var id = await ImportRecords.CreateAsync(connection, new(ImportKind.Taxa) { Path = "taxa.csv" }, person.Id, isScheduled: true, DateTime.UtcNow, Token);
        var claimed = await ImportRecords.ClaimAsync(_database.DataSource, id, "another node", DateTime.UtcNow, Token);
        var wait = new DatabaseWait(DatabaseErrorKind.DiskFull, new(2026, 7, 12, 3, 0, 7, DateTimeKind.Utc));

        await ImportRecords.BeatAsync(_database.DataSource, claimed!.Claim, new(ImportPhase.Wait, Wait: wait), DateTime.UtcNow, Token);

        var page = _dashboard.Render<ImportPage>(page => page.Add(import => import.Id, id));
        page.WaitForAssertion(() => Assert.Equal(ImportProgressText.Sentence(wait), page.Find("section[aria-label=Progress] [role=alert]").TextContent));
    }

    [Fact]
    public async Task A_file_of_the_server_is_read_where_it_lies_if_its_folder_may_be()
    {
        await File.WriteAllTextAsync(Path.Combine(_dashboard.UploadFolder, "taxa.csv"), Taxa, Token);
        var page = Open();

        await page.InvokeAsync(() => page.Field("Or a file on the server").Input(Path.Combine(_dashboard.UploadFolder, "taxa.csv")));
        await page.PressAsync(() => page.Button("Use it"));

        page.WaitForAssertion(() => Assert.Equal("a table of taxa", page.Find("tbody tr").CellText("Seems to be")));
    }

    [Theory]
    [InlineData("/etc/hostname")]
    [InlineData("../etc")]
    [InlineData("LINK")]
    public async Task A_file_outside_of_the_folders_that_may_be_read_is_refused_whatever_leads_there(string path)
    {
        var link = Path.Combine(_dashboard.UploadFolder, "link");
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
    public async Task The_list_shows_who_imported_what_and_how_it_ended_as_it_happens()
    {
        await _dashboard.StartAsync();
        var list = _dashboard.Render<ImportsPage>();
        var file = Path.Combine(_dashboard.UploadFolder, "taxa.csv");
        await File.WriteAllTextAsync(file, Taxa, Token);
        await using var context = _database.CreateDbContext();
        var person = new Person { Name = "Maria" };
        context.Add(person);
        await context.SaveChangesAsync(Token);

        await _dashboard.Product<ImportExecutor>().ExecuteHereAsync(new(ImportKind.Taxa) { Path = file }, person, ImportListener.None, also: null, Token);

        list.WaitForAssertion(() => Assert.Equal(("Succeeded", "Taxa", file), list.Find("tbody tr") is var row ? (row.CellText("State"), row.CellText("What"), row.CellText("Source")) : default));
        Assert.EndsWith("Maria", list.Find("tbody tr").CellText("Asked for"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_way_back_from_an_import_leads_to_the_same_place_of_the_same_list()
    {
        var file = Path.Combine(_dashboard.UploadFolder, "taxa.csv");
        await File.WriteAllTextAsync(file, Taxa, Token);
        var person = await _dashboard.Product<ICurrentPerson>().GetAsync(Token);
        await _dashboard.Product<ImportExecutor>().ExecuteHereAsync(new(ImportKind.Taxa) { Path = file }, person, ImportListener.None, also: null, Token);
        var address = new ImportsAddress { Filter = new() { State = ImportState.Succeeded, Kind = ImportKind.Taxa } };
        var navigation = _dashboard.Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo(address);
        var list = _dashboard.Render<ImportsPage>();
        list.WaitForElement("tbody tr");

        navigation.NavigateTo(list.Link("1").GetAttribute("href")!);
        var page = _dashboard.Render<ImportPage>(parameters => parameters.Add(import => import.Id, 1));

        page.WaitForAssertion(() => Assert.Equal(address, page.Link("Imports").GetAttribute("href")));
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
        var address = _dashboard.Services.GetRequiredService<NavigationManager>();
        page.WaitForAssertion(() => Assert.Contains("imports/1", address.Uri, StringComparison.Ordinal));
        Assert.True((await FindAsync(1)).Order.MakeTaxa);
    }

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
        var address = _dashboard.Services.GetRequiredService<NavigationManager>();
        page.WaitForAssertion(() => Assert.Contains("imports/1", address.Uri, StringComparison.Ordinal));
        await _dashboard.Product<ImportExecutor>().ExecuteAsync(1, Token);
        var shown = _dashboard.Render<ImportPage>(page => page.Add(import => import.Id, 1));
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

        var address = _dashboard.Services.GetRequiredService<NavigationManager>();
        page.WaitForAssertion(() => Assert.Contains("imports/1", address.Uri, StringComparison.Ordinal));
        Assert.Equal("bogs", (await FindAsync(1)).Row.Source);
        await _dashboard.Product<ImportExecutor>().ExecuteAsync(1, Token);
        var shown = _dashboard.Render<ImportPage>(page => page.Add(import => import.Id, 1));
        shown.WaitForAssertion(() => Assert.Equal("2", shown.Row("captures").CellText("New")));
        await using var context = _database.CreateDbContext();
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

    private IRenderedComponent<NewImportPage> Open()
    {
        _dashboard.Services.GetRequiredService<NavigationManager>().NavigateTo(new NewImportAddress());
        return _dashboard.Render<NewImportPage>();
    }

    private async Task<ImportDetails> FindAsync(long id) => (await _dashboard.Product<ImportCatalog>().FindAsync(id, Token))!;

    private static void Choose(IRenderedComponent<NewImportPage> page, params (string Name, string Content)[] files) =>
        page.FindComponent<InputFile>().UploadFiles([.. files.Select(file => InputFileContent.CreateFromText(file.Content, file.Name))]);

    /// <summary>As the page's script has a browser name the files of a folder.</summary>
    private static void ChooseFolder(IRenderedComponent<NewImportPage> page, params (string Name, string Content)[] files) =>
        page.FindComponent<FolderInput>().FindComponent<InputFile>().UploadFiles([.. files.Select(file => InputFileContent.CreateFromText(file.Content, file.Name))]);

    private static (string Name, string Content)[] Package(string folder, string night, string picture) =>
    [
        ($"bogs/{folder}/deployments.csv", "deploymentID,locationName,latitude,longitude\nd1,Bog,44.5,-72.5\n"),
        ($"bogs/{folder}/media.csv", $"mediaID,deploymentID,timestamp,filePath\nm1,d1,{night}T22:00:00Z,{picture}\n"),
        ($"bogs/{folder}/observations.csv", "observationID,mediaID,observationType,scientificName\no1,m1,animal,\n"),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
