using System.Globalization;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Runs;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tasks;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.Runs;

/// <summary>The list of runs by what became of their rows and occurrences, which stands in the address.</summary>
public sealed class RunCountFilterPageTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private DashboardContext _dashboard = null!;
    private Scenario _scenario = null!;
    private ScenarioClassifier _moths = null!;
    private IReadOnlyList<ScenarioOccurrence> _animals = null!;
    private TaxaList _list = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _dashboard = new(_database);
        _scenario = await Scenario.CreateAsync(_database.DataSource);
        _moths = await _scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        _animals = await _scenario.AddOccurrencesAsync([[[_moths.Says(1, 4)]], [[_moths.Says(2, 4)]], [[_moths.SaysWithoutLogits()]]]);
        _list = await _scenario.AddListOfAsync("Actias luna");
        await _dashboard.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task What_the_counts_let_through_is_all_that_is_listed()
    {
        var all = await RunAsync(RunScope.OfCaptureSet(_scenario.Set.Id));
        var again = await RunAsync(RunScope.OfOccurrence(_animals[0].Id));

        Assert.Equal([all], Listed(new() { MinUpdated = 2 }));
        Assert.Equal([again], Listed(new() { MaxUpdated = 0 }));
        Assert.Equal([all], Listed(new() { SomeRows = OutcomeKind.Skipped }));
        Assert.Equal([again], Listed(new() { NoRows = OutcomeKind.Changed }));
        Assert.Empty(Listed(new() { SomeRows = OutcomeKind.Left }));
    }

    [Fact]
    public async Task A_run_that_skipped_rows_says_so_on_the_list()
    {
        var all = await RunAsync(RunScope.OfCaptureSet(_scenario.Set.Id));
        var one = await RunAsync(RunScope.OfOccurrence(_animals[0].Id));

        var page = Open(new());

        page.WaitForElement("tbody tr");
        Assert.EndsWith("1 skipped", page.Row($"{all}").CellText("Checked"), StringComparison.Ordinal);
        Assert.Equal("1", page.Row($"{one}").CellText("Checked"));
    }

    [Fact]
    public async Task What_is_chosen_stands_in_the_address_together()
    {
        var page = Open(new());
        page.WaitForElement(".state:not(.state-waiting)");

        await ChooseAsync(page, "Some rows", OutcomeKind.Skipped);
        await ChooseAsync(page, "No row", OutcomeKind.Changed);
        await page.InvokeAsync(() => page.Field("Updated at least").ChangeAsync("2"));
        await page.InvokeAsync(() => page.Field("Updated at most").ChangeAsync("7"));

        var filter = new RunFilter { ProjectId = _scenario.Project.Id, SomeRows = OutcomeKind.Skipped, NoRows = OutcomeKind.Changed, MinUpdated = 2, MaxUpdated = 7 };
        page.WaitForAssertion(() => Assert.Equal(DashboardUrls.Runs(filter), Address));
        var reloaded = Open(filter);
        Assert.Equal("skipped", reloaded.Field("Some rows").GetAttribute("value"));
        Assert.Equal("2", reloaded.Field("Updated at least").GetAttribute("value"));
    }

    [Fact]
    public async Task A_run_comes_onto_the_list_once_it_counts()
    {
        var id = await LaunchAsync(RunScope.OfCaptureSet(_scenario.Set.Id));
        var page = Open(new() { SomeRows = OutcomeKind.Changed, MinUpdated = 1 });
        page.WaitForElement(".state:not(.state-waiting)");
        Assert.Empty(Ids(page));

        await _dashboard.ExecuteAsync(id);

        page.WaitForAssertion(() => Assert.Equal([id], Ids(page)));
    }

    [Fact]
    public async Task A_run_leaves_the_list_once_it_counts()
    {
        var id = await LaunchAsync(RunScope.OfCaptureSet(_scenario.Set.Id));
        var page = Open(new() { NoRows = OutcomeKind.Changed });
        page.WaitForAssertion(() => Assert.Equal([id], Ids(page)));

        await _dashboard.ExecuteAsync(id);

        page.WaitForAssertion(() => Assert.Empty(Ids(page)));
    }

    [Fact]
    public void Every_outcome_of_every_task_is_of_the_kind_that_the_task_declares()
    {
        var tasks = _dashboard.Product<PostProcessingTasks>();

        Assert.Equal(
            tasks.All.SelectMany(task => task.Outcomes.Select(outcome => (task.Key, outcome.Key, outcome.Kind))).Order(),
            Enum.GetValues<OutcomeKind>()
                .SelectMany(kind => tasks.OfKind(kind).SelectMany(task => task.Value.Select(outcome => (task.Key, outcome, kind)))).Order());
    }

    private string Address
    {
        get
        {
            var navigation = _dashboard.Services.GetRequiredService<NavigationManager>();
            return navigation.ToBaseRelativePath(navigation.Uri);
        }
    }

    private async Task<long> LaunchAsync(RunScope scope) => Assert.Single(await _dashboard.Product<RunLauncher>().LaunchAsync(
        new MaskRequest(scope, new() { TaxaListId = _list.Id, ClassifierIds = [_moths.Id] }), _scenario.Curator, Token)).RunId;

    private async Task<long> RunAsync(RunScope scope)
    {
        var id = await LaunchAsync(scope);
        await _dashboard.ExecuteAsync(id);
        return id;
    }

    private IRenderedComponent<RunsPage> Open(RunFilter filter)
    {
        _dashboard.Services.GetRequiredService<NavigationManager>().NavigateTo(DashboardUrls.Runs(filter with { ProjectId = _scenario.Project.Id }));
        return _dashboard.Render<RunsPage>();
    }

    private List<long> Listed(RunFilter filter)
    {
        var page = Open(filter);
        page.WaitForElement("tbody tr, .state:not(.state-waiting)");
        return Ids(page);
    }

    private static List<long> Ids(IRenderedComponent<RunsPage> page) =>
        [.. page.FindAll("tbody th").Select(header => long.Parse(header.TextContent, CultureInfo.InvariantCulture))];

    private static Task ChooseAsync(IRenderedComponent<RunsPage> page, string label, OutcomeKind kind)
    {
        var select = page.FindComponents<MudSelect<OutcomeKind?>>().Single(each => each.Instance.Label == label).Instance;
        return page.InvokeAsync(() => select.ValueChanged.InvokeAsync(kind));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
