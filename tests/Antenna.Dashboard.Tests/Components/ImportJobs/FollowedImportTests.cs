using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.ImportJobs;
using Antenna.Dashboard.Importing;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Database;
using Antenna.Data.Import;
using Antenna.Data.ImportJobs;
using Antenna.Data.Model;
using Antenna.Data.Projects;
using Antenna.PostProcessing.ImportJobs;
using Antenna.Testing;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.ImportJobs;

/// <summary>Imports are followed on their list and on a page of their own.</summary>
public sealed class FollowedImportTests(PostgresCluster cluster) : ImportPagesBench(cluster)
{
    [Fact]
    public async Task An_import_that_waits_says_for_what_since_when_and_what_to_do()
    {
        await using var connection = await Database.DataSource.OpenConnectionAsync(Token);
        await using var context = Database.CreateDbContext();
        var person = await People.EnsureAsync(context, DashboardContext.Curator, Token);
        var id = await ImportRecords.CreateAsync(connection, new(ImportKind.Taxa) { Path = "taxa.csv" }, person.Id, isScheduled: true, DateTime.UtcNow, Token);
        var claimed = await ImportRecords.ClaimAsync(Database.DataSource, id, "another node", DateTime.UtcNow, Token);
        var wait = new DatabaseWait(DatabaseErrorKind.DiskFull, new(2026, 7, 12, 3, 0, 7, DateTimeKind.Utc));

        await ImportRecords.BeatAsync(Database.DataSource, claimed!.Claim, new(ImportPhase.Wait, Wait: wait), DateTime.UtcNow, Token);

        var page = Dashboard.Render<ImportPage>(page => page.Add(import => import.Id, id));
        page.WaitForAssertion(() => Assert.Equal(ImportProgressText.Sentence(wait), page.Find("section[aria-label=Progress] [role=alert]").TextContent));
    }

    [Fact]
    public async Task The_list_shows_who_imported_what_and_how_it_ended_as_it_happens()
    {
        await Dashboard.StartAsync();
        var list = Dashboard.Render<ImportsPage>();
        var file = Path.Combine(Dashboard.UploadFolder, "taxa.csv");
        await File.WriteAllTextAsync(file, Taxa, Token);
        await using var context = Database.CreateDbContext();
        var person = new Person { Name = "Maria" };
        context.Add(person);
        await context.SaveChangesAsync(Token);

        await Dashboard.Product<ImportExecutor>().ExecuteHereAsync(new(ImportKind.Taxa) { Path = file }, person, ImportListener.None, also: null, Token);

        list.WaitForAssertion(() => Assert.Equal(("Succeeded", "Taxa", file), list.Find("tbody tr") is var row ? (row.CellText("State"), row.CellText("What"), row.CellText("Source")) : default));
        Assert.EndsWith("Maria", list.Find("tbody tr").CellText("Asked for"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_way_back_from_an_import_leads_to_the_same_place_of_the_same_list()
    {
        var file = Path.Combine(Dashboard.UploadFolder, "taxa.csv");
        await File.WriteAllTextAsync(file, Taxa, Token);
        var person = await Dashboard.Product<ICurrentPerson>().GetAsync(Token);
        await Dashboard.Product<ImportExecutor>().ExecuteHereAsync(new(ImportKind.Taxa) { Path = file }, person, ImportListener.None, also: null, Token);
        var address = new ImportsAddress { Filter = new() { State = ImportState.Succeeded, Kind = ImportKind.Taxa } };
        var navigation = Dashboard.Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo(address);
        var list = Dashboard.Render<ImportsPage>();
        list.WaitForElement("tbody tr");

        navigation.NavigateTo(list.Link("1").GetAttribute("href")!);
        var page = Dashboard.Render<ImportPage>(parameters => parameters.Add(import => import.Id, 1));

        page.WaitForAssertion(() => Assert.Equal(address, page.Link("Imports").GetAttribute("href")));
    }
}
