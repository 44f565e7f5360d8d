using Antenna.Dashboard.Components.TaxaLists;
using Antenna.Testing;
using Bunit;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.TaxaLists;

/// <summary>Imports of lists from the page that are refused, cancelled or meet a full disk.</summary>
public sealed class FailedListImportTests(PostgresCluster cluster) : TaxaListImportPageBench(cluster)
{
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
        await using var context = Database.CreateDbContext();
        Assert.False(await context.TaxaLists.AnyAsync(Token));
    }

    [Fact]
    public async Task An_import_can_be_cancelled_and_then_nothing_is_written()
    {
        var page = await CheckAsync(Moths);
        await using var other = await Database.DataSource.OpenConnectionAsync(Token);
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
        await using var context = Database.CreateDbContext();
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
        Cleanups.Add(disk);
        await disk.MoveAsync(Database.DataSource, "taxa_list_entries");
        var page = await CheckAsync(Moths);
        disk.Fill();

        await page.PressAsync(() => ImportButton(page));

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[role=alert]")));
        await AssertNothingWrittenAsync(page);
        disk.Free();
        await AssertImportsAsync(page);
    }

    [Fact]
    public async Task The_file_that_was_sent_goes_with_the_page()
    {
        await CheckAsync(Moths);
        Assert.Single(Directory.EnumerateDirectories(Dashboard.UploadFolder));

        await Dashboard.DisposeComponentsAsync();

        Assert.Empty(Directory.EnumerateDirectories(Dashboard.UploadFolder));
    }

    private async Task AssertNothingWrittenAsync(IRenderedComponent<TaxaListImportPage> page)
    {
        var said = page.Find("[role=alert]").TextContent;
        Assert.Contains("The disk of the database is full", said, StringComparison.Ordinal);
        Assert.Contains("Free space", said, StringComparison.Ordinal);
        Assert.Contains("import the file again", said, StringComparison.Ordinal);
        await using var context = Database.CreateDbContext();
        Assert.False(await context.TaxaLists.AnyAsync(Token));
        Assert.False(await context.TaxaListVersions.AnyAsync(Token));
        Assert.False(await context.TaxaListEntries.AnyAsync(Token));
    }

    private async Task AssertImportsAsync(IRenderedComponent<TaxaListImportPage> page)
    {
        await page.PressAsync(() => ImportButton(page));

        page.WaitForAssertion(() => Assert.Equal("Vermont moths v1 is imported: 2 names, 1 taxon of the taxonomy.", page.Find(".outcome strong").TextContent));
        await using var context = Database.CreateDbContext();
        Assert.Equal(2, await context.TaxaListEntries.CountAsync(Token));
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = Database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }
}
