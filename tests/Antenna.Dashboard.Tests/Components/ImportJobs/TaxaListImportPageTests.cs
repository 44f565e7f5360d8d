using Antenna.Core.Taxonomy;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.ImportJobs;
using Antenna.Data.Import.Tables;
using Antenna.Data.Model;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Extensions;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.ImportJobs;

public sealed class TaxaListImportPageTests(PostgresCluster cluster) : TaxaListImportPageBench(cluster)
{
    [Fact]
    public async Task A_check_reports_line_by_line_what_an_import_would_do_and_writes_nothing()
    {
        var page = Open();
        await page.TypeAsync(".name input", "Vermont moths");
        Choose(page, Moths);

        await page.PressAsync(".actions button");

        page.WaitForAssertion(() => AssertOutcome(page, "Vermont moths v1", names: 2, taxa: 1));
        Assert.Contains("nothing was written", page.Find(".outcome").TextContent, StringComparison.Ordinal);
        Assert.Equal(["all 3", "exact 1", "suggestion 1", "unmatched 1"], page.FindAll("[role=group][aria-label='Show lines'] button").Select(Text));
        Assert.Equal([("2", "Actias luna", "exact"), ("3", "Samia cinthia", "suggestion"), ("4", "Catocala sp.", "unmatched")], Lines(page));
        Assert.Equal(("Actias luna", ""), (page.Row("Actias luna").CellText("Listed as"), page.Row("Actias luna").CellText("Note")));
        Assert.Equal(["no taxon", "Samia cynthia"], page.Row("Samia cinthia").Cell("Listed as").QuerySelectorAll("option").Select(Text));
        Assert.Equal("no taxon", page.Row("Catocala sp.").CellText("Listed as"));
        Assert.Contains("genus is not known", page.Row("Catocala sp.").CellText("Note"), StringComparison.Ordinal);
        await using var context = Database.CreateDbContext();
        Assert.False(await context.TaxaLists.AnyAsync(Token));
        Assert.False(await context.Imports.AnyAsync(Token));
        Assert.Equal("Import as v1", ImportButton(page).TextContent.Trim());
    }

    [Fact]
    public async Task Lines_of_one_kind_can_be_looked_at_alone()
    {
        var page = await CheckAsync(Moths);

        await page.PressAsync(() => page.FindAll("[role=group][aria-label='Show lines'] button").Single(button => Text(button).StartsWith("suggestion", StringComparison.Ordinal)));

        Assert.Equal([("3", "Samia cinthia", "suggestion")], Lines(page));
        Assert.Equal("true", page.FindAll("[role=group][aria-label='Show lines'] button").Single(button => Text(button).StartsWith("suggestion", StringComparison.Ordinal)).GetAttribute("aria-pressed"));
    }

    [Fact]
    public async Task What_was_checked_is_imported_as_a_job_whose_page_leads_to_the_list()
    {
        var page = await CheckAsync(Moths);

        var import = await ImportAsync(page);

        import.WaitForAssertion(() => AssertOutcome(import, "Vermont moths v1", names: 2, taxa: 1));
        await using var context = Database.CreateDbContext();
        var list = await context.TaxaLists.SingleAsync(Token);
        var version = await context.TaxaListVersions.SingleAsync(Token);
        Assert.Equal(("Vermont moths", null, "Imported from moths.csv", 2), (list.Name, list.ProjectId, version.Note, version.EntryCount));
        Assert.Equal(DashboardUrls.TaxaList(list.Id, 1), import.Find(".outcome a").GetAttribute("href"));
        import.WaitForAssertion(() => Assert.Equal(["all 3", "exact 1", "suggestion 1", "unmatched 1"], import.FindAll("[role=group][aria-label='Show lines'] button").Select(Text)));
        Assert.Equal(DashboardUrls.MatchingReportDownload(1), import.FindAll("a").Single(link => Text(link) == "Download as CSV").GetAttribute("href"));
    }

    [Fact]
    public async Task A_suggestion_is_accepted_for_the_list_on_the_page_of_its_import_and_stays_so()
    {
        var page = await CheckAsync(Moths);
        var import = await ImportAsync(page);
        import.WaitForElement("select");

        await import.InvokeAsync(() => import.Find("select").Change(import.FindAll("select option").Single(option => Text(option) == "Samia cynthia").GetAttribute("value")));
        await import.PressAsync(() => import.Button("Remember 1 suggestion for the list"));

        import.WaitForAssertion(() => Assert.Contains(import.FindAll("[role=status]"), status => status.Words().StartsWith("1 suggestion is remembered", StringComparison.Ordinal)));
        await using var context = Database.CreateDbContext();
        var moth = await context.Taxa.SingleAsync(taxon => taxon.Name == "Samia cynthia", Token);
        Assert.Equal(moth.Id, (await context.TaxaListEntries.SingleAsync(entry => entry.Name == "Samia cinthia", Token)).TaxonId);
        Assert.Equal(1, await context.TaxaListVersions.CountAsync(Token));
        var again = OpenImport(1);
        again.WaitForAssertion(() => Assert.Equal($"{moth.Id}", again.Find("select").GetAttribute("value")));
        Assert.DoesNotContain(again.FindAll("button"), button => button.Name().StartsWith("Remember", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_suggestion_for_a_name_that_no_version_has_is_not_said_to_count_at_once()
    {
        await using (var context = Database.CreateDbContext())
        {
            context.Add(new Taxon { Name = "Catocala", Rank = Rank.Genus, Source = "test" });
            await context.SaveChangesAsync(Token);
        }

        var import = await ImportAsync(await CheckAsync("name\nActias luna\nCatocala sp.\n"));
        import.WaitForElement("select");
        await import.InvokeAsync(() => import.Find("select").Change(import.FindAll("select option").Single(option => Text(option) == "Catocala").GetAttribute("value")));
        await import.PressAsync(() => import.Button("Remember 1 suggestion for the list"));

        import.WaitForAssertion(() => Assert.Contains(import.FindAll("[role=status]"), status => status.Words().Contains("no version of it", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Nothing_is_imported_that_was_not_checked_as_it_is_now()
    {
        var page = Open();
        await page.TypeAsync(".name input", "Vermont moths");
        Assert.True(page.Find(".actions button").HasAttribute("disabled"));
        Choose(page, Moths);
        Assert.True(ImportButton(page).HasAttribute("disabled"));
        await page.PressAsync(".actions button");
        page.WaitForAssertion(() => Assert.False(ImportButton(page).HasAttribute("disabled")));

        await page.TypeAsync(".name input", "Maine moths");

        page.WaitForAssertion(() => Assert.True(ImportButton(page).HasAttribute("disabled")));
    }

    [Fact]
    public async Task How_a_file_was_read_is_shown_and_what_is_chosen_instead_is_checked_anew()
    {
        var page = await CheckAsync("name;bus;Autor\nActias luna;Samia cynthia;Müller\n", TextEncodings.MacRoman);
        Assert.Equal(["found: 1: name", "detected: MacRoman", "detected: semicolon"], Readings(page));
        Assert.Equal([("2", "Actias luna", "exact")], Lines(page));
        Assert.Equal("Actias luna", page.Row("Actias luna").CellText("Listed as"));
        Assert.Contains("header (1)", page.Find("[aria-label='What the import found']").TextContent, StringComparison.Ordinal);

        await ChooseAsync(page, new() { NameColumn = "2", Encoding = "windows-1252" });

        page.WaitForAssertion(() => Assert.Equal(["2: bus", "Windows-1252", "detected: semicolon"], Readings(page)));
        Assert.True(ImportButton(page).HasAttribute("disabled"));
        await page.PressAsync(".actions button");
        page.WaitForAssertion(() => Assert.Equal([("2", "Samia cynthia", "exact")], Lines(page)));
        Assert.Equal("Samia cynthia", page.Row("Samia cynthia").CellText("Listed as"));
        Assert.False(ImportButton(page).HasAttribute("disabled"));
    }

    [Fact]
    public async Task Several_files_are_checked_and_imported_as_one_list_each_read_by_itself()
    {
        var page = Open();
        await page.TypeAsync(".name input", "Vermont moths");
        page.FindComponent<InputFile>().UploadFiles(
            InputFileContent.CreateFromText(Moths, "moths.csv"), InputFileContent.CreateFromText("name;bus\nSamia cynthia;Actias luna\n", "silk.csv"));
        await page.PressAsync(".actions button");
        page.WaitForAssertion(() => AssertOutcome(page, "Vermont moths v1", names: 3, taxa: 2));
        Assert.Equal(["moths.csv", "silk.csv"], page.FindAll("section[aria-labelledby=matching] tbody tr").Select(row => row.CellText("File")).Distinct());
        Assert.Equal(["moths.csv", "silk.csv"], page.FindComponents<TableReadingFields>().Select(fields => fields.Instance.File));

        var silk = page.FindComponents<TableReadingFields>().Single(fields => fields.Instance.File == "silk.csv");
        await silk.InvokeAsync(() => silk.Instance.ReadingChanged.InvokeAsync(new() { NameColumn = "2" }));
        page.WaitForAssertion(() => Assert.True(ImportButton(page).HasAttribute("disabled")));
        await page.PressAsync(".actions button");
        page.WaitForAssertion(() => AssertOutcome(page, "Vermont moths v1", names: 2, taxa: 1));
        var import = await ImportAsync(page);

        import.WaitForAssertion(() => AssertOutcome(import, "Vermont moths v1", names: 2, taxa: 1));
        Assert.Equal("1", import.Row("silk.csv").CellText("exact"));
        Assert.Equal("2", import.Find("[aria-label='What was asked for']").Fact("Column of names of silk.csv"));
    }

    [Fact]
    public async Task A_folder_of_the_server_is_imported_as_one_list()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Dashboard.UploadFolder, "checklists")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "a.csv"), Moths, Token);
        await File.WriteAllTextAsync(Path.Combine(folder, "b.txt"), "Samia cynthia\n", Token);
        var page = Open();
        await page.TypeAsync(".name input", "Vermont moths");
        await page.InvokeAsync(() => page.Field("Or a file on the server").Input(folder));
        await page.PressAsync(() => page.Button("Use it"));
        await page.PressAsync(".actions button");
        page.WaitForAssertion(() => Assert.Equal("Import as v1", ImportButton(page).TextContent.Trim()));

        var import = await ImportAsync(page);

        import.WaitForAssertion(() => AssertOutcome(import, "Vermont moths v1", names: 3, taxa: 2));
        await using var context = Database.CreateDbContext();
        Assert.Equal(folder, (await context.Imports.SingleAsync(Token)).Source);
    }

    [Fact]
    public async Task A_folder_that_is_an_archive_is_sent_and_imported_as_one_list()
    {
        const string meta =
            """
            <archive xmlns="http://rs.tdwg.org/dwc/text/"><core encoding="UTF-8" fieldsTerminatedBy="\t" linesTerminatedBy="\n" ignoreHeaderLines="1"
              rowType="http://rs.tdwg.org/dwc/terms/Taxon"><files><location>taxon.txt</location></files><id index="0"/>
              <field index="1" term="http://rs.tdwg.org/dwc/terms/scientificName"/></core></archive>
            """;
        var page = Open();
        await page.TypeAsync(".name input", "Vermont moths");
        page.FindComponent<FolderInput>().FindComponent<InputFile>().UploadFiles(
            InputFileContent.CreateFromText(meta, "vermont/meta.xml"),
            InputFileContent.CreateFromText("id\tscientificName\n1\tActias luna\n2\tSamia cynthia\n", "vermont/taxon.txt"));
        page.WaitForAssertion(() => Assert.False(page.Button("Check only").HasAttribute("disabled")));
        await page.PressAsync(".actions button");
        page.WaitForAssertion(() => AssertOutcome(page, "Vermont moths v1", names: 2, taxa: 2));

        var import = await ImportAsync(page);

        import.WaitForAssertion(() => AssertOutcome(import, "Vermont moths v1", names: 2, taxa: 2));
        await using var context = Database.CreateDbContext();
        Assert.Equal("vermont", (await context.Imports.SingleAsync(Token)).Source);
    }

    [Fact]
    public void The_loose_files_of_an_archive_are_refused_with_what_to_do()
    {
        var page = Open();

        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("<archive/>", "meta.xml"), InputFileContent.CreateFromText(Moths, "taxon.csv"));

        page.WaitForAssertion(() => Assert.Contains("Choose its zip", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_was_refused_can_be_read_otherwise_without_being_chosen_again()
    {
        var page = Open();
        await page.TypeAsync(".name input", "Vermont moths");
        Choose(page, "when;where\nActias;luna\n");
        await page.PressAsync(".actions button");
        page.WaitForAssertion(() => Assert.Contains("no column for name", page.Find("[role=alert] li").TextContent, StringComparison.Ordinal));
        Assert.Contains("none found: choose one", Readings(page));
        Assert.True(page.Find(".actions button").HasAttribute("disabled"));

        await ChooseAsync(page, new() { NameColumn = "2" });

        page.WaitForAssertion(() => Assert.False(page.Find(".actions button").HasAttribute("disabled")));
    }

    [Fact]
    public async Task A_file_that_the_browser_lets_go_of_when_its_dialog_is_cancelled_is_chosen_no_more()
    {
        var page = await CheckAsync(Moths);
        var input = page.FindComponent<InputFile>();

        await input.InvokeAsync(() => input.Instance.OnChange.InvokeAsync(new([])));

        Assert.Empty(page.FindAll(".outcome"));
        Assert.All(page.FindAll(".actions button"), button => Assert.True(button.HasAttribute("disabled")));
        Assert.Equal("Vermont moths", page.Find(".name input").GetAttribute("value"));
    }

    [Fact]
    public async Task A_list_that_is_there_gets_its_next_version()
    {
        var list = await Scenario.AddListAsync("Vermont moths");
        await Scenario.AddVersionAsync(list, ["Actias luna"]);
        var page = Open(list.Id);
        Assert.Empty(page.FindAll(".name"));
        Choose(page, Moths);
        await page.PressAsync(".actions button");
        page.WaitForAssertion(() => Assert.Equal("Import as v2", ImportButton(page).TextContent.Trim()));

        var import = await ImportAsync(page);

        import.WaitForAssertion(() => AssertOutcome(import, "Vermont moths v2", names: 2, taxa: 1));
        await using var context = Database.CreateDbContext();
        Assert.Equal(2, await context.TaxaListVersions.CountAsync(version => version.TaxaListId == list.Id, Token));
    }

    [Fact]
    public async Task What_equals_the_newest_version_is_reported_to_change_nothing_and_is_not_imported()
    {
        var import = await ImportAsync(await CheckAsync(Moths));
        import.WaitForAssertion(() => Assert.Contains("is imported", import.Find(".outcome").TextContent, StringComparison.Ordinal));

        var page = await CheckAsync(Moths);

        page.WaitForAssertion(() => Assert.Contains("Nothing changed", page.Find(".outcome[role=status]").TextContent, StringComparison.Ordinal));
        Assert.True(ImportButton(page).HasAttribute("disabled"));
    }

    private static string[] Readings(IRenderedComponent<TaxaListImportPage> page)
    {
        var fields = page.FindComponent<TableReadingFields>();
        return
        [
            .. fields.FindComponents<MudSelect<string>>().Select(select => select.Instance.ToStringFunc!(select.Instance.GetState(field => field.Value))!),
            .. fields.FindComponents<MudSelect<char?>>().Select(select => select.Instance.ToStringFunc!(select.Instance.GetState(field => field.Value))!),
        ];
    }

    private static Task ChooseAsync(IRenderedComponent<TaxaListImportPage> page, TableReading reading)
    {
        var fields = page.FindComponent<TableReadingFields>();
        return fields.InvokeAsync(() => fields.Instance.ReadingChanged.InvokeAsync(reading));
    }

    /// <summary>The lines of the report: the number of each, its name, and how that was matched.</summary>
    private static IEnumerable<(string Line, string Name, string Match)> Lines(IRenderedComponent<TaxaListImportPage> page) =>
        page.FindAll("section[aria-labelledby=matching] tbody tr").Select(row => (row.CellText("Line"), row.CellText("Name in the file"), row.CellText("Match")));
}
