using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.ImportJobs;

/// <summary>Suggestions that are accepted in the report of a list.</summary>
public sealed class ListSuggestionTests(PostgresCluster cluster) : TaxaListImportPageBench(cluster)
{
    [Fact]
    public async Task A_suggestion_that_is_accepted_in_the_report_counts_with_the_import()
    {
        var page = await CheckAsync(Moths);
        var cynthia = await Scenario.SpeciesAsync("Samia cynthia");

        await page.InvokeAsync(() => page.Find("select[aria-label='Accept for Samia cinthia']").Change($"{cynthia}"));
        page.WaitForAssertion(() => Assert.Equal(1, ImportButton(page).CountOf("suggestion")));
        var import = await ImportAsync(page);

        import.WaitForAssertion(() => AssertOutcome(import, "Vermont moths v1", names: 2, taxa: 2));
        await using var context = Database.CreateDbContext();
        Assert.Equal(cynthia, (await context.TaxaListEntries.SingleAsync(entry => entry.Name == "Samia cinthia", Token)).TaxonId);
    }

    [Fact]
    public async Task A_suggestion_is_accepted_for_the_homonym_whose_line_it_is_and_not_for_the_other()
    {
        var page = await CheckAsync("name,kingdom\nActias luna,\nSamia cinthia,Animalia\nSamia cinthia,Plantae\n");
        var cynthia = await Scenario.SpeciesAsync("Samia cynthia");

        await page.InvokeAsync(() => page.Find("select[aria-label='Accept for Samia cinthia of Animalia']").Change($"{cynthia}"));
        page.WaitForAssertion(() => Assert.Equal(1, ImportButton(page).CountOf("suggestion")));
        var import = await ImportAsync(page);

        import.WaitForAssertion(() => AssertOutcome(import, "Vermont moths v1", names: 3, taxa: 2));
        await using var context = Database.CreateDbContext();
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
        page.WaitForAssertion(() => Assert.Equal(2, page.Find("[role=alert] li").CountOf("name")));
        Assert.All(["none of", "known taxon"], part => Assert.Contains(part, page.Find("[role=alert] li").TextContent, StringComparison.Ordinal));

        await page.PressAsync(".accept button");
        await page.PressAsync(".actions button");

        page.WaitForAssertion(() => AssertOutcome(page, "Vermont moths v1", names: 2, taxa: 2));
        Assert.Equal(["all 2", "accepted suggestion 2"], page.FindAll("[role=group][aria-label='Show lines'] button").Select(Text));
    }
}
