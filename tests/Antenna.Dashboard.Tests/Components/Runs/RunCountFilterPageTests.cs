using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Runs;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Tasks;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.Runs;

/// <summary>The list of runs by what became of their rows and occurrences, which stands in the address.</summary>
public sealed class RunCountFilterPageTests(PostgresCluster cluster) : RunPagesBench(cluster)
{
    protected override IReadOnlyList<PipelineResult> Said => [Moths.Says(1, 4), Moths.Says(2, 4), Moths.SaysWithoutLogits()];

    [Fact]
    public async Task What_the_counts_let_through_is_all_that_is_listed()
    {
        var all = await RunAsync(RunScope.OfCaptureSet(Scenario.Set.Id));
        var again = await RunAsync(RunScope.OfOccurrence(Animals[0].Id));

        Assert.Equal([all], Listed(new() { MinUpdated = 2 }));
        Assert.Equal([again], Listed(new() { MaxUpdated = 0 }));
        Assert.Equal([all], Listed(new() { SomeRows = OutcomeKind.Skipped }));
        Assert.Equal([again], Listed(new() { NoRows = OutcomeKind.Changed }));
        Assert.Empty(Listed(new() { SomeRows = OutcomeKind.Left }));
    }

    [Fact]
    public async Task A_run_that_skipped_rows_says_so_on_the_list()
    {
        var all = await RunAsync(RunScope.OfCaptureSet(Scenario.Set.Id));
        var one = await RunAsync(RunScope.OfOccurrence(Animals[0].Id));

        var page = OpenList(new());

        page.WaitForElement("tbody tr");
        Assert.EndsWith("1 skipped", page.Row($"{all}").CellText("Checked"), StringComparison.Ordinal);
        Assert.Equal("1", page.Row($"{one}").CellText("Checked"));
    }

    [Fact]
    public async Task What_is_chosen_stands_in_the_address_together()
    {
        var page = OpenList(new());
        page.WaitForElement(".state:not(.state-waiting)");

        await ChooseAsync(page, "Some rows", OutcomeKind.Skipped);
        await ChooseAsync(page, "No row", OutcomeKind.Changed);
        await page.InvokeAsync(() => page.Field("Updated at least").ChangeAsync("2"));
        await page.InvokeAsync(() => page.Field("Updated at most").ChangeAsync("7"));

        var filter = new RunFilter { ProjectId = Scenario.Project.Id, SomeRows = OutcomeKind.Skipped, NoRows = OutcomeKind.Changed, MinUpdated = 2, MaxUpdated = 7 };
        page.WaitForAssertion(() => Assert.Equal(DashboardUrls.Runs(filter), Address));
        var reloaded = OpenList(filter);
        Assert.Equal("skipped", reloaded.Field("Some rows").GetAttribute("value"));
        Assert.Equal("2", reloaded.Field("Updated at least").GetAttribute("value"));
    }

    [Fact]
    public async Task A_run_comes_onto_the_list_once_it_counts()
    {
        var id = await LaunchAsync(RunScope.OfCaptureSet(Scenario.Set.Id));
        var page = OpenList(new() { SomeRows = OutcomeKind.Changed, MinUpdated = 1 });
        page.WaitForElement(".state:not(.state-waiting)");
        Assert.Empty(Ids(page));

        await Dashboard.ExecuteAsync(id);

        page.WaitForAssertion(() => Assert.Equal([id], Ids(page)));
    }

    [Fact]
    public async Task A_run_leaves_the_list_once_it_counts()
    {
        var id = await LaunchAsync(RunScope.OfCaptureSet(Scenario.Set.Id));
        var page = OpenList(new() { NoRows = OutcomeKind.Changed });
        page.WaitForAssertion(() => Assert.Equal([id], Ids(page)));

        await Dashboard.ExecuteAsync(id);

        page.WaitForAssertion(() => Assert.Empty(Ids(page)));
    }

    [Fact]
    public void Every_outcome_of_every_task_is_of_the_kind_that_the_task_declares()
    {
        var tasks = Dashboard.Product<PostProcessingTasks>();

        Assert.Equal(
            tasks.All.SelectMany(task => task.Outcomes.Select(outcome => (task.Key, outcome.Key, outcome.Kind))).Order(),
            Enum.GetValues<OutcomeKind>()
                .SelectMany(kind => tasks.OfKind(kind).SelectMany(task => task.Value.Select(outcome => (task.Key, outcome, kind)))).Order());
    }

    private string Address
    {
        get
        {
            var navigation = Dashboard.Services.GetRequiredService<NavigationManager>();
            return navigation.ToBaseRelativePath(navigation.Uri);
        }
    }

    private static Task ChooseAsync(IRenderedComponent<RunsPage> page, string label, OutcomeKind kind)
    {
        var select = page.FindComponents<MudSelect<OutcomeKind?>>().Single(each => each.Instance.Label == label).Instance;
        return page.InvokeAsync(() => select.ValueChanged.InvokeAsync(kind));
    }
}
