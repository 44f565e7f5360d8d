using Antenna.Dashboard.Components.ImportJobs;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.AspNetCore.Components.Forms;
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
    public async Task A_reviewed_report_that_is_chosen_counts_with_the_check_and_the_import()
    {
        var page = Open();
        await page.TypeAsync(".name input", "Vermont moths");
        Assert.Empty(page.FindComponents<ReviewedReportInput>());
        Choose(page, "name\nActias lona\nSamia cinthia\n");
        page.WaitForAssertion(() => Assert.False(page.Button("Check only").HasAttribute("disabled")));

        ChooseReport(page, "line,name,match,taxon,suggestion,suggestion_id,other_suggestions,note,kingdom\n2,Actias lona,suggestion,,,,,,\n3,Samia cinthia,suggestion,,Samia cynthia,,,,\n");

        page.WaitForAssertion(() => Assert.Equal(1, page.FindComponent<ReviewedReportInput>().Find("[role=status]").CountOf("suggestion")));
        await page.PressAsync(".actions button");
        page.WaitForAssertion(() => AssertOutcome(page, "Vermont moths v1", names: 2, taxa: 1));
        Assert.Equal(["all 2", "accepted suggestion 1", "suggestion 1"], page.FindAll("[role=group][aria-label='Show lines'] button").Select(Text));
        var import = await ImportAsync(page);

        import.WaitForAssertion(() => AssertOutcome(import, "Vermont moths v1", names: 2, taxa: 1));
        await using var context = Database.CreateDbContext();
        Assert.Equal(await Scenario.SpeciesAsync("Samia cynthia"), (await context.TaxaListEntries.SingleAsync(entry => entry.Name == "Samia cinthia", Token)).TaxonId);
        Assert.Equal("samia cinthia", (await context.AcceptedListNames.SingleAsync(Token)).NameKey);
    }

    [Fact]
    public async Task A_report_chosen_in_place_of_another_takes_back_what_that_accepted_and_so_does_another_file()
    {
        var page = await CheckAsync(Moths);
        ChooseReport(page, "name,suggestion\nSamia cinthia,Actias luna\nCatocala sp.,Actias luna\n");
        page.WaitForAssertion(() => Assert.Equal(2, page.Instance.Draft!.Accepted.Count));

        ChooseReport(page, "name,suggestion\nSamia cinthia,Samia cynthia\n");
        var cynthia = await Scenario.SpeciesAsync("Samia cynthia");
        page.WaitForAssertion(() => Assert.Equal(("Samia cinthia", cynthia), Assert.Single(page.Instance.Draft!.Accepted.Values) is var accepted ? (accepted.Name, accepted.TaxonId) : default));

        Choose(page, "name\nActias luna\n");
        page.WaitForAssertion(() => Assert.Empty(page.Instance.Draft!.Accepted));
        Assert.Null(page.Instance.Draft!.Report);
    }

    [Fact]
    public async Task A_report_that_accepts_what_is_no_taxon_is_refused_with_its_line_and_accepts_nothing()
    {
        var page = await CheckAsync(Moths);

        ChooseReport(page, "name,suggestion\nActias lona,Actias luna\nSamia cinthia,Samia cynthi\n");

        page.WaitForAssertion(() => Assert.StartsWith("report.csv, line 3, column 2: 'Samia cynthi' is not the name", page.Find("[role=alert] li").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.Instance.Draft!.Accepted);
        Assert.False(page.Find(".actions button").HasAttribute("disabled"));
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

    private static void ChooseReport(IRenderedComponent<TaxaListImportPage> page, string content) =>
        page.FindComponent<ReviewedReportInput>().FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText(content, "report.csv"));
}
