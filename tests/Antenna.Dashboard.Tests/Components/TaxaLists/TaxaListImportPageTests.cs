using System.Text;
using AngleSharp.Dom;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.TaxaLists;
using Antenna.Data.Import.Tables;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Extensions;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.TaxaLists;

public sealed class TaxaListImportPageTests(PostgresCluster cluster) : IAsyncLifetime
{
    private const string Moths = "name,rank\nActias luna,species\nSamia cinthia,species\nCatocala sp.,\n";

    private TestDatabase _database = null!;
    private DashboardContext _dashboard = null!;
    private Scenario _scenario = null!;
    private readonly List<IAsyncDisposable> _cleanups = [];

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _dashboard = new(_database);
        _scenario = await Scenario.CreateAsync(_database.DataSource);
        await _scenario.SpeciesAsync("Actias luna");
        await _scenario.SpeciesAsync("Samia cynthia");
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
        foreach (var cleanup in _cleanups)
            await cleanup.DisposeAsync();
    }

    [Fact]
    public async Task A_check_reports_line_by_line_what_an_import_would_do_and_writes_nothing()
    {
        var page = Open();
        await page.TypeAsync(".name input", "Vermont moths");
        Choose(page, Moths);

        await page.PressAsync(".actions button");

        page.WaitForAssertion(() => Assert.Equal("Checked, and nothing was written. It would be Vermont moths v1: 2 names, 1 taxon of the taxonomy.", page.Find(".outcome strong").TextContent));
        Assert.Equal(["all 3", "exact 1", "suggestion 1", "unmatched 1"], page.FindAll(".kinds button").Select(Text));
        Assert.Equal(
            [
                "2 Actias luna exact Actias luna",
                "3 Samia cinthia suggestion no taxonSamia cynthia",
                "4 Catocala sp. unmatched no taxon The name leaves the species open, and its genus is not known.",
            ],
            Rows(page));
        await using var context = _database.CreateDbContext();
        Assert.False(await context.TaxaLists.AnyAsync(Token));
        Assert.Equal("Import as v1", ImportButton(page).TextContent.Trim());
    }

    [Fact]
    public async Task Lines_of_one_kind_can_be_looked_at_alone()
    {
        var page = await CheckAsync(Moths);

        await page.PressAsync(() => page.FindAll(".kinds button").Single(button => Text(button).StartsWith("suggestion", StringComparison.Ordinal)));

        Assert.StartsWith("3 Samia cinthia", Assert.Single(Rows(page)), StringComparison.Ordinal);
        Assert.Equal("true", page.FindAll(".kinds button").Single(button => Text(button).StartsWith("suggestion", StringComparison.Ordinal)).GetAttribute("aria-pressed"));
    }

    [Fact]
    public async Task What_was_checked_is_imported_and_leads_to_the_list()
    {
        var page = await CheckAsync(Moths);

        await page.PressAsync(() => ImportButton(page));

        page.WaitForAssertion(() => Assert.Equal("Vermont moths v1 is imported: 2 names, 1 taxon of the taxonomy.", page.Find(".outcome strong").TextContent));
        await using var context = _database.CreateDbContext();
        var list = await context.TaxaLists.SingleAsync(Token);
        var version = await context.TaxaListVersions.SingleAsync(Token);
        Assert.Equal(("Vermont moths", null, "Imported from moths.csv", 2), (list.Name, list.ProjectId, version.Note, version.EntryCount));
        page.WaitForAssertion(() => Assert.Equal(DashboardUrls.TaxaList(list.Id, 1), page.Find(".outcome a").GetAttribute("href")));
    }

    [Fact]
    public async Task A_suggestion_that_is_accepted_in_the_report_counts_with_the_import()
    {
        var page = await CheckAsync(Moths);
        var cynthia = await _scenario.SpeciesAsync("Samia cynthia");

        await page.InvokeAsync(() => page.Find("select[aria-label='Accept for Samia cinthia']").Change($"{cynthia}"));
        page.WaitForAssertion(() => Assert.Equal("Import with 1 suggestion accepted", ImportButton(page).TextContent.Trim()));
        await page.PressAsync(() => ImportButton(page));

        page.WaitForAssertion(() => Assert.Contains("2 names, 2 taxa of the taxonomy", page.Find(".outcome strong").TextContent, StringComparison.Ordinal));
        await using var context = _database.CreateDbContext();
        Assert.Equal(cynthia, (await context.TaxaListEntries.SingleAsync(entry => entry.Name == "Samia cinthia", Token)).TaxonId);
    }

    [Fact]
    public async Task A_suggestion_is_accepted_for_the_homonym_whose_line_it_is_and_not_for_the_other()
    {
        var page = await CheckAsync("name,kingdom\nActias luna,\nSamia cinthia,Animalia\nSamia cinthia,Plantae\n");
        var cynthia = await _scenario.SpeciesAsync("Samia cynthia");

        await page.InvokeAsync(() => page.Find("select[aria-label='Accept for Samia cinthia of Animalia']").Change($"{cynthia}"));
        page.WaitForAssertion(() => Assert.Equal("Import with 1 suggestion accepted", ImportButton(page).TextContent.Trim()));
        await page.PressAsync(() => ImportButton(page));

        page.WaitForAssertion(() => Assert.Contains("3 names, 2 taxa of the taxonomy", page.Find(".outcome strong").TextContent, StringComparison.Ordinal));
        await using var context = _database.CreateDbContext();
        Assert.Equal(
            [("samia cinthia, animalia", (long?)cynthia), ("samia cinthia, plantae", null)],
            (await context.TaxaListEntries.Where(entry => entry.Name == "Samia cinthia").OrderBy(entry => entry.NameKey).ToListAsync(Token))
                .Select(entry => (entry.NameKey, entry.TaxonId)));
    }

    [Fact]
    public async Task Suggestions_are_accepted_together_also_of_a_list_that_is_refused_without_them()
    {
        var page = Open();
        await page.TypeAsync(".name input", "Vermont moths");
        Choose(page, "name\nActias lona\nSamia cinthia\n");
        await page.PressAsync(".actions button");
        page.WaitForAssertion(() => Assert.Contains("none of its 2 names is that of a known taxon", page.Find("[role=alert] li").TextContent, StringComparison.Ordinal));

        await page.PressAsync(".accept button");
        await page.PressAsync(".actions button");

        page.WaitForAssertion(() => Assert.Contains("2 names, 2 taxa of the taxonomy", page.Find(".outcome strong").TextContent, StringComparison.Ordinal));
        Assert.Equal(["all 2", "accepted suggestion 2"], page.FindAll(".kinds button").Select(Text));
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
        Assert.Equal(["2 Actias luna exact Actias luna"], Rows(page));
        Assert.Contains("Lines without a name: header (1).", page.Markup, StringComparison.Ordinal);

        await ChooseAsync(page, new() { NameColumn = "2", Encoding = "windows-1252" });

        page.WaitForAssertion(() => Assert.Equal(["2: bus", "Windows-1252", "detected: semicolon"], Readings(page)));
        Assert.True(ImportButton(page).HasAttribute("disabled"));
        await page.PressAsync(".actions button");
        page.WaitForAssertion(() => Assert.Equal(["2 Samia cynthia exact Samia cynthia"], Rows(page)));
        Assert.False(ImportButton(page).HasAttribute("disabled"));
    }

    [Fact]
    public async Task A_file_that_was_refused_can_be_read_otherwise_without_being_chosen_again()
    {
        var page = Open();
        await page.TypeAsync(".name input", "Vermont moths");
        Choose(page, "when;where\nActias;luna\n");
        await page.PressAsync(".actions button");
        page.WaitForAssertion(() => Assert.Contains("no column for name", page.Find("[role=alert] li").TextContent, StringComparison.Ordinal));
        Assert.Equal("none found: choose one", Readings(page)[0]);
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
        var list = await _scenario.AddListAsync("Vermont moths");
        await _scenario.AddVersionAsync(list, ["Actias luna"]);
        var page = Open(list.Id);
        Assert.Empty(page.FindAll(".name"));
        Choose(page, Moths);
        await page.PressAsync(".actions button");
        page.WaitForAssertion(() => Assert.Equal("Import as v2", ImportButton(page).TextContent.Trim()));

        await page.PressAsync(() => ImportButton(page));

        page.WaitForAssertion(() => Assert.Equal("Vermont moths v2 is imported: 2 names, 1 taxon of the taxonomy.", page.Find(".outcome strong").TextContent));
        await using var context = _database.CreateDbContext();
        Assert.Equal(2, await context.TaxaListVersions.CountAsync(version => version.TaxaListId == list.Id, Token));
    }

    [Fact]
    public async Task What_equals_the_newest_version_is_reported_to_change_nothing_and_is_not_imported()
    {
        var page = await CheckAsync(Moths);
        await page.PressAsync(() => ImportButton(page));
        page.WaitForAssertion(() => Assert.Contains("is imported", page.Find(".outcome").TextContent, StringComparison.Ordinal));

        await page.PressAsync(".actions button");

        page.WaitForAssertion(() => Assert.Equal("Nothing changed: Vermont moths lists just this already.", page.Find(".outcome strong").TextContent));
        Assert.True(ImportButton(page).HasAttribute("disabled"));
    }

    [Theory]
    [InlineData("name,rank\nActias luna,species\nSamia cynthia,species,more\n", "moths.csv, line 3: has 3 fields but 2 were expected.")]
    [InlineData("name,include_descendants\nActias luna,perhaps\n", "moths.csv, line 2, column 2:")]
    [InlineData("when,where\n2024,here\n", "moths.csv")]
    public async Task What_is_wrong_with_a_file_is_reported_with_its_place_and_nothing_is_written(string content, string message)
    {
        var page = Open();
        await page.TypeAsync(".name input", "Vermont moths");
        Choose(page, content);

        await page.PressAsync(".actions button");

        page.WaitForAssertion(() => Assert.StartsWith(message, page.Find("[role=alert] li").TextContent, StringComparison.Ordinal));
        Assert.True(page.Find(".actions button").HasAttribute("disabled"));
        await using var context = _database.CreateDbContext();
        Assert.False(await context.TaxaLists.AnyAsync(Token));
    }

    [Fact]
    public async Task An_import_can_be_cancelled_and_then_nothing_is_written()
    {
        var page = await CheckAsync(Moths);
        await using var other = await _database.DataSource.OpenConnectionAsync(Token);
        await using var transaction = await other.BeginTransactionAsync(Token);
        await using (var hold = other.CreateCommand())
        {
            // Another import is under way: this one waits for it.
            hold.CommandText = "lock table taxa_lists in access exclusive mode";
            await hold.ExecuteNonQueryAsync(Token);
        }

        var importing = page.PressAsync(() => ImportButton(page));
        page.WaitForElement("section[role=status] button");
        await page.PressAsync("section[role=status] button");
        await importing;

        page.WaitForAssertion(() => Assert.Contains("Cancelled: nothing was written.", page.Markup, StringComparison.Ordinal));
        await transaction.RollbackAsync(Token);
        await using var context = _database.CreateDbContext();
        Assert.False(await context.TaxaLists.AnyAsync(Token));
    }

    /// <summary>Wherever the disk gets full: with the first row, in the middle of the names, or when all of it is committed.</summary>
    [Theory]
    [InlineData("create trigger no_space before insert on taxa_lists for each row execute function no_space()")]
    [InlineData("create trigger no_space before insert on taxa_list_entries for each row when (new.name = 'Samia cinthia') execute function no_space()")]
    [InlineData("create constraint trigger no_space after insert on taxa_list_versions deferrable initially deferred for each row execute function no_space()")]
    public async Task A_full_disk_of_the_database_is_said_with_what_to_do_and_nothing_half_written_stays(string trigger)
    {
        var page = await CheckAsync(Moths);
        await ExecuteAsync("create function no_space() returns trigger language plpgsql as $$ begin raise exception 'no space' using errcode = '53100'; end $$");
        await ExecuteAsync(trigger);

        await page.PressAsync(() => ImportButton(page));

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[role=alert]")));
        await AssertNothingWrittenAsync(page);
        Assert.DoesNotContain("no space", page.Markup, StringComparison.Ordinal);
        await ExecuteAsync("drop function no_space() cascade");
        await AssertImportsAsync(page);
    }

    [Fact]
    public async Task A_disk_that_gets_full_holds_up_an_import_only_until_there_is_room_again()
    {
        var disk = await SmallDisk.MountAsync();
        _cleanups.Add(disk);
        await disk.MoveAsync(_database.DataSource, "taxa_list_entries");
        var page = await CheckAsync(Moths);
        disk.Fill();

        await page.PressAsync(() => ImportButton(page));

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[role=alert]")));
        await AssertNothingWrittenAsync(page);
        disk.Free();
        await AssertImportsAsync(page);
    }

    private async Task AssertNothingWrittenAsync(IRenderedComponent<TaxaListImportPage> page)
    {
        var said = page.Find("[role=alert]").TextContent;
        Assert.Contains("The disk of the database is full", said, StringComparison.Ordinal);
        Assert.Contains("Free space", said, StringComparison.Ordinal);
        Assert.Contains("import the file again", said, StringComparison.Ordinal);
        await using var context = _database.CreateDbContext();
        Assert.False(await context.TaxaLists.AnyAsync(Token));
        Assert.False(await context.TaxaListVersions.AnyAsync(Token));
        Assert.False(await context.TaxaListEntries.AnyAsync(Token));
    }

    private async Task AssertImportsAsync(IRenderedComponent<TaxaListImportPage> page)
    {
        await page.PressAsync(() => ImportButton(page));

        page.WaitForAssertion(() => Assert.Equal("Vermont moths v1 is imported: 2 names, 1 taxon of the taxonomy.", page.Find(".outcome strong").TextContent));
        await using var context = _database.CreateDbContext();
        Assert.Equal(2, await context.TaxaListEntries.CountAsync(Token));
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }

    [Fact]
    public async Task The_file_that_was_sent_goes_with_the_page()
    {
        await CheckAsync(Moths);
        Assert.Single(Directory.EnumerateDirectories(_dashboard.UploadFolder));

        await _dashboard.DisposeComponentsAsync();

        Assert.Empty(Directory.EnumerateDirectories(_dashboard.UploadFolder));
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

    private async Task<IRenderedComponent<TaxaListImportPage>> CheckAsync(string content, Encoding? encoding = null)
    {
        var page = Open();
        await page.TypeAsync(".name input", "Vermont moths");
        Choose(page, content, encoding);
        await page.PressAsync(".actions button");
        page.WaitForElement(".outcome");
        return page;
    }

    private IRenderedComponent<TaxaListImportPage> Open(long? listId = null)
    {
        _dashboard.Services.GetRequiredService<NavigationManager>().NavigateTo(DashboardUrls.TaxaListImport(null, listId));
        var page = _dashboard.Render<TaxaListImportPage>();
        page.WaitForElement(".actions");
        return page;
    }

    private static void Choose(IRenderedComponent<TaxaListImportPage> page, string content, Encoding? encoding = null) =>
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromBinary((encoding ?? Encoding.UTF8).GetBytes(content), "moths.csv"));

    private static IElement ImportButton(IRenderedComponent<TaxaListImportPage> page) => page.FindAll("button").Single(button => button.Name().StartsWith("Import", StringComparison.Ordinal));

    private static IEnumerable<string> Rows(IRenderedComponent<TaxaListImportPage> page) => page.FindAll("section[aria-labelledby=matching] tbody tr").Select(Text);

    private static string Text(IElement element) => string.Join(' ', element.Text().Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
