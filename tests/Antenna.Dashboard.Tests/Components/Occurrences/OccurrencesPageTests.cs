using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Occurrences;
using Antenna.Data.Occurrences;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.Occurrences;

public sealed class OccurrencesPageTests(PostgresCluster cluster) : OccurrencesPageBench(cluster)
{
    [Fact]
    public void The_only_project_is_in_the_address_before_one_asks()
    {
        var page = Open(new OccurrencesAddress());

        page.WaitForElement("tbody tr");
        Assert.Equal(DashboardUrls.Occurrences(InProject), Address);
        Assert.Contains("Green Mountains", page.Find("h1").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(page.FindAll("label"), label => label.TextContent == "Project");
    }

    [Fact]
    public async Task Where_there_are_several_projects_rows_name_theirs_and_a_capture_set_decides_which_one_it_is()
    {
        var other = await Scenario.CreateAsync(Database.DataSource, "Coast");
        await other.AddOccurrenceAsync(Moths.Says(1, 4, 0));

        var page = Open(new OccurrencesAddress());
        page.WaitForElement("tbody tr");
        Assert.Equal(["Coast", "Green Mountains", "Green Mountains", "Green Mountains"], page.FindAll("tbody tr").Select(row => row.CellText("Project")));

        Show(new() { Filter = new() { CaptureSetId = other.Set.Id } });
        page.WaitForAssertion(() => Assert.Equal(DashboardUrls.Occurrences(new OccurrenceFilter { ProjectId = other.Project.Id, CaptureSetId = other.Set.Id }), Address));
        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
    }

    [Fact]
    public async Task Where_a_project_has_no_occurrence_an_import_into_it_is_a_click_away()
    {
        var empty = (await Scenario.CreateAsync(Database.DataSource, "Coast")).Project.Id;

        var page = Open(new() { Filter = new() { ProjectId = empty } });

        page.WaitForAssertion(() => Assert.Equal(new NewImportAddress { ProjectId = empty }, page.Link("Import…").GetAttribute("href")));
        Assert.Equal(DashboardUrls.TaxaListImport(empty), page.Link("Import a taxa list…").GetAttribute("href"));
    }

    [Fact]
    public async Task A_row_has_the_machines_score_next_to_a_persons_identification()
    {
        await Scenario.IdentifyAsync(Animals[0], "Actias luna");

        var page = Open(new() { Filter = InProject });

        page.WaitForElement("tbody tr");
        var (unknown, actias, samia) = (Row(page, 2), Row(page, 1), Row(page, 0));
        Assert.Equal("Actias luna", samia.QuerySelector(".taxon-name")!.TextContent);
        Assert.Equal("verified", samia.QuerySelector(".verified")!.TextContent);
        Assert.Equal("the machine: Samia cynthia", samia.QuerySelector(".machine")!.TextContent.Trim());
        Assert.Equal("0.94", samia.CellText("Machine score"));
        Assert.Null(actias.QuerySelector(".verified"));
        Assert.Equal(DashboardUrls.Occurrence(Animals[1].Id), actias.QuerySelector("th a")!.GetAttribute("href"));
        Assert.Equal(("no determination", ""), (unknown.CellText("Determination"), unknown.CellText("Machine score")));
    }

    [Fact]
    public void Heads_sort_the_list_and_show_how_it_is_sorted()
    {
        var page = Open(new() { Filter = InProject });
        page.WaitForElement("tbody tr");
        Assert.Equal(
            [
                new OccurrencesAddress { Filter = InProject, Order = OccurrenceOrder.Name }.ToString(), new OccurrencesAddress { Filter = InProject, Order = OccurrenceOrder.HighestScore }.ToString(),
                new OccurrencesAddress { Filter = InProject, Order = OccurrenceOrder.Oldest }.ToString(),
            ],
            page.FindAll("thead a").Select(link => link.GetAttribute("href")));
        Assert.Equal("descending", page.ColumnHead("First seen").GetAttribute("aria-sort"));

        Show(new() { Filter = InProject, Order = OccurrenceOrder.Name });
        page.WaitForAssertion(() => Assert.Equal(
            ["Actias luna", "Samia cynthia", "no determination"], page.FindAll("tbody tr").Select(row => row.CellText("Determination"))));
        Assert.Equal("ascending", page.ColumnHead("Determination").GetAttribute("aria-sort"));
        Assert.Equal(new OccurrencesAddress { Filter = InProject, Order = OccurrenceOrder.NameDescending }.ToString(), page.Find("thead a").GetAttribute("href"));
    }

    [Fact]
    public async Task Searching_changes_the_address_and_keeps_order_and_view_and_not_the_place()
    {
        var address = new OccurrencesAddress { Filter = InProject, Order = OccurrenceOrder.Name, View = OccurrenceView.Gallery, Cursor = "anywhere" };
        var page = Open(address);
        page.WaitForElement(".card");

        await page.InvokeAsync(() => page.Find("input[type=search]").InputAsync("samia"));

        page.WaitForAssertion(() => Assert.Equal(
            address.By(InProject with { Search = "samia" }).ToString(), Address));
        page.WaitForAssertion(() => Assert.Equal("Samia cynthia", Assert.Single(page.FindAll(".card")).QuerySelector(".name")!.TextContent.Trim()));
        Assert.Equal("name with “samia”", page.Find(".chip span").TextContent);
    }

    [Fact]
    public void A_chip_removes_its_filter_and_leaves_the_others()
    {
        var filter = InProject with { TaxonId = Moths.TaxonOf("Samia cynthia"), Verified = false };

        var page = Open(new() { Filter = filter });

        page.WaitForAssertion(() => Assert.Equal(
            [("Samia cynthia and all below it", DashboardUrls.Occurrences(filter with { TaxonId = null })), ("not verified", DashboardUrls.Occurrences(filter with { Verified = null }))],
            page.FindAll(".chip").Select(chip => (chip.QuerySelector("span")!.TextContent, chip.GetAttribute("href")!))));
        Assert.Equal("Remove the filter: Samia cynthia and all below it", page.Find(".chip").GetAttribute("aria-label"));
        Assert.Equal(DashboardUrls.Occurrences(InProject), page.Find(".chips .all").GetAttribute("href"));
        Assert.Single(page.FindAll("tbody tr"));
    }

    [Fact]
    public void Where_nothing_passes_the_page_shows_which_filter_to_remove()
    {
        var filter = InProject with { TaxonId = Moths.TaxonOf("Samia cynthia"), CaptureSetId = Scenario.Set.Id, Verified = true };

        var page = Open(new() { Filter = filter });

        page.WaitForAssertion(() => Assert.Equal(
            [("Samia cynthia and all below it", false), ("capture set All nights", false), ("verified", true)],
            page.FindAll(".state li").Select(each => (each.QuerySelector("span")!.TextContent, each.TextContent.Contains("without it some do", StringComparison.Ordinal)))));
        Assert.Equal(DashboardUrls.Occurrences(filter with { Verified = null }), page.FindAll(".state li").Single(each => each.QuerySelector("span")!.TextContent == "verified").QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public void The_address_has_everything_that_is_shown()
    {
        var address = new OccurrencesAddress
        {
            Filter = new()
            {
                ProjectId = Scenario.Project.Id, CaptureSetId = 1, DeploymentId = 2, TaxonId = 3, From = new(2024, 1, 2), To = new(2025, 3, 4),
                MinScore = 0.25, MaxScore = 0.75, RanAlgorithmId = 4, NotRanAlgorithmId = 5, List = new(6, Listed: false), Verified = true,
                ChangedBy = new(7, new(null, 8)), Search = "a & b",
            },
            Order = OccurrenceOrder.LowestScore,
            View = OccurrenceView.Gallery,
            Size = 100,
            Cursor = "here",
        };

        var page = Open(address);

        page.WaitForElement(".chip");
        Assert.Equal(address.By(address.Filter with { Verified = null }), Asked(page));

        static OccurrencesAddress Asked(IRenderedComponent<OccurrencesPage> page)
        {
            var chips = page.FindComponent<FilterChips>().Instance;
            return chips.Address.By(chips.Chips.Single(chip => chip.Text == "verified").Without);
        }
    }
}
