using Antenna.Dashboard.Components.ImportJobs;
using Antenna.PostProcessing.ImportJobs;
using Antenna.Testing;
using Bunit;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.ImportJobs;

/// <summary>Imports of lists from the page that are refused, cancelled or meet a full disk.</summary>
public sealed class FailedListImportTests(PostgresCluster cluster) : TaxaListImportPageBench(cluster)
{
    [Theory]
    [InlineData("name,rank\nActias luna,species\nSamia cynthia,species,more\n", "moths.csv, line 3: has 3 fields but 2")]
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
        await using var context = Database.CreateDbContext();
        Assert.False(await context.TaxaLists.AnyAsync(Token));
    }

    [Fact]
    public async Task An_import_can_be_cancelled_on_its_page_and_then_nothing_is_written()
    {
        await using var other = await HeldLock.TakeAsync(Database.ConnectionString, "lock table taxa_lists in share row exclusive mode");
        var (import, executing) = await BeginAsync();
        await other.IsWaitedForAsync();

        import.WaitForElement("section[aria-label=Progress] button");
        await import.PressAsync("section[aria-label=Progress] button");
        await executing;

        import.WaitForAssertion(() => Assert.Contains(import.FindAll("[role=status]"), status => status.TextContent.StartsWith("Cancelled: nothing was written", StringComparison.Ordinal)));
        await other.DisposeAsync();
        await AssertNothingWrittenAsync();
    }

    /// <summary>Wherever the disk gets full: with the first row, in the middle of the names, or when all of it is committed.</summary>
    [Theory]
    [InlineData("create trigger no_space before insert on taxa_lists for each row execute function no_space()")]
    [InlineData("create trigger no_space before insert on taxa_list_entries for each row when (new.name = 'Samia cinthia') execute function no_space()")]
    [InlineData("create constraint trigger no_space after insert on taxa_list_versions deferrable initially deferred for each row execute function no_space()")]
    public async Task A_full_disk_of_the_database_is_said_with_what_to_do_and_nothing_half_written_stays(string trigger)
    {
        await ExecuteAsync("create function no_space() returns trigger language plpgsql as $$ begin raise exception 'no space' using errcode = '53100'; end $$");
        await ExecuteAsync(trigger);

        var (import, executing) = await BeginAsync();

        await AssertWaitsForSpaceAsync(import);
        Assert.DoesNotContain("no space", import.Markup, StringComparison.Ordinal);
        await ExecuteAsync("drop function no_space() cascade");
        await AssertImportsAsync(import, executing);
    }

    [Fact]
    public async Task A_disk_that_gets_full_holds_up_an_import_only_until_there_is_room_again()
    {
        var disk = await SmallDisk.MountAsync();
        Cleanups.Add(disk);
        await disk.MoveAsync(Database.DataSource, "taxa_list_entries");
        disk.Fill();

        var (import, executing) = await BeginAsync();

        await AssertWaitsForSpaceAsync(import);
        disk.Free();
        await AssertImportsAsync(import, executing);
    }

    [Fact]
    public async Task The_file_that_was_sent_goes_with_the_page()
    {
        await CheckAsync(Moths);
        Assert.Single(Directory.EnumerateDirectories(Dashboard.UploadFolder));

        await Dashboard.DisposeComponentsAsync();

        Assert.Empty(Directory.EnumerateDirectories(Dashboard.UploadFolder));
    }

    /// <summary>Launches the import of a list that was checked, has it executed, and looks at its page meanwhile.</summary>
    private async Task<(IRenderedComponent<ImportPage> Page, Task Executing)> BeginAsync()
    {
        await Dashboard.StartAsync();
        var page = await CheckAsync(Moths);
        var id = await LaunchAsync(page);
        var import = OpenImport(id);
        return (import, Dashboard.Product<ImportExecutor>().ExecuteAsync(id, Token));
    }

    private async Task AssertWaitsForSpaceAsync(IRenderedComponent<ImportPage> import)
    {
        import.WaitForAssertion(() => Assert.NotEmpty(import.FindAll("[role=alert]")));
        var said = import.Find("[role=alert]").TextContent;
        Assert.All(["disk of the database", "full", "Free space", "tried again by itself"], part => Assert.Contains(part, said, StringComparison.Ordinal));
        await AssertNothingWrittenAsync();
    }

    private async Task AssertNothingWrittenAsync()
    {
        await using var context = Database.CreateDbContext();
        Assert.False(await context.TaxaLists.AnyAsync(Token));
        Assert.False(await context.TaxaListVersions.AnyAsync(Token));
        Assert.False(await context.TaxaListEntries.AnyAsync(Token));
        Assert.False(await context.MatchedLinePieces.AnyAsync(Token));
    }

    private async Task AssertImportsAsync(IRenderedComponent<ImportPage> import, Task executing)
    {
        await executing;

        import.WaitForAssertion(() => AssertOutcome(import, "Vermont moths v1", names: 2, taxa: 1));
        await using var context = Database.CreateDbContext();
        Assert.Equal(2, await context.TaxaListEntries.CountAsync(Token));
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = Database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }
}
