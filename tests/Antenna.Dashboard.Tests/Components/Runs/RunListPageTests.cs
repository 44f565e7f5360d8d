using Antenna.Dashboard.Components.Addresses;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.Runs;

/// <summary>The list of runs, and that it follows them.</summary>
public sealed class RunListPageTests(PostgresCluster cluster) : RunPagesBench(cluster)
{
    protected override IReadOnlyList<PipelineResult> Said => [Moths.Says(1, 4), Moths.Says(4, 1), Moths.Says(2, 4), Moths.Says(2, 4)];

    [Fact]
    public async Task The_list_shows_how_far_a_run_is_and_then_that_it_is_done()
    {
        var id = await LaunchAsync(Request);
        var page = OpenListAt(DashboardUrls.Runs(Scenario.Project.Id));
        page.WaitForAssertion(() => Assert.Equal("waiting", page.Find(".so-far").TextContent));
        Assert.NotNull(page.Find("[role=progressbar]"));

        await Dashboard.ExecuteAsync(id);

        page.WaitForAssertion(() => Assert.Equal(
            ["4", "4", "3"], page.Find("tbody tr").CellTexts("Checked", "Changed", "Occurrences updated")));
        Assert.Equal(DashboardUrls.CaptureSet(Scenario.Set.Id), page.FindAll("tbody td a").Single().GetAttribute("href"));
    }

    [Fact]
    public async Task A_run_that_is_launched_elsewhere_appears_on_the_list()
    {
        var page = OpenListAt(DashboardUrls.Runs(Scenario.Project.Id));
        page.WaitForAssertion(() => Assert.Contains("No run", page.Find(".state").TextContent, StringComparison.Ordinal));

        var id = await LaunchAsync(Request);

        page.WaitForAssertion(() => Assert.Equal(DashboardUrls.Run(id), page.Find("tbody th a").GetAttribute("href")));
    }

    [Fact]
    public async Task What_the_address_filters_by_is_all_that_is_listed()
    {
        var ofOccurrence = await LaunchAsync(Request with { Scope = RunScope.OfOccurrence(Animals[0].Id) });
        var failed = await LaunchAsync(Request);
        await UpdateAsync(failed, RunState.Failed, "Lost.");

        Assert.Equal([failed], Listed(new RunFilter { State = RunState.Failed }));
        Assert.Equal([failed], Listed(new RunFilter { CaptureSetId = Scenario.Set.Id }));
        Assert.Equal([ofOccurrence], Listed(new RunFilter { OccurrenceId = Animals[0].Id }));
        var ofSelection = await LaunchAsync(Request with { Scope = RunScope.OfSelection([Animals[1].Id]) });
        await using var context = Database.CreateDbContext();
        var selection = (await context.Runs.SingleAsync(run => run.Id == ofSelection, Token)).SelectionId;
        Assert.Equal([ofSelection], Listed(new RunFilter { SelectionId = selection }));
        Assert.Equal([ofSelection], Listed(new RunFilter { ScopeKind = RunScopeKind.Selection }));
        Assert.Equal([ofOccurrence], Listed(new RunFilter { ScopeKind = RunScopeKind.Occurrence }));
        Assert.Equal([failed], Listed(new RunFilter { ScopeKind = RunScopeKind.CaptureSet }));
        Assert.Equal([ofSelection, failed, ofOccurrence], Listed(new RunFilter { Task = ClassMaskingTask.TaskKey }));
        Assert.Equal([ofSelection, failed, ofOccurrence], Listed(new RunFilter { TaxaListId = List.Id }));
        Assert.Empty(Listed(new RunFilter { State = RunState.Canceled }));
    }

    [Fact]
    public async Task Runs_of_several_projects_show_whose_they_are()
    {
        await LaunchAsync(Request);
        var alone = OpenListAt(DashboardUrls.Runs());
        alone.WaitForElement("tbody tr");
        Assert.DoesNotContain("Project", alone.FindAll("thead th").Select(header => header.TextContent));
        var elsewhere = await Scenario.CreateAsync(Database.DataSource, "Jutland");
        await elsewhere.AddOccurrenceAsync(Moths.Says(1, 2));
        var theirs = await elsewhere.AddListOfAsync("Actias luna");
        await LaunchAsync(new MaskRequest(RunScope.OfCaptureSet(elsewhere.Set.Id), Request.Settings with { TaxaListId = theirs.Id }));

        var page = OpenListAt(DashboardUrls.Runs());

        page.WaitForAssertion(() => Assert.Contains("Project", page.FindAll("thead th").Select(header => header.TextContent)));
        Assert.Contains("Jutland", page.Find("tbody tr").TextContent, StringComparison.Ordinal);
    }
}
