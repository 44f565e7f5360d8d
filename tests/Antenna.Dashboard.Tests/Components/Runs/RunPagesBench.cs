using System.Globalization;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Runs;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.Runs;

/// <summary>The pages of runs, over some animals of a project, a classifier of two species, and a list of the first of them.</summary>
public abstract class RunPagesBench(PostgresCluster cluster) : IAsyncLifetime
{
    protected TestDatabase Database { get; private set; } = null!;

    protected DashboardContext Dashboard { get; private set; } = null!;

    protected Scenario Scenario { get; private set; } = null!;

    protected ScenarioClassifier Moths { get; private set; } = null!;

    protected IReadOnlyList<ScenarioOccurrence> Animals { get; private set; } = null!;

    protected TaxaList List { get; private set; } = null!;

    /// <summary>Masks the capture set of all animals.</summary>
    protected MaskRequest Request => RequestOf(RunScope.OfCaptureSet(Scenario.Set.Id));

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync(cluster);
        Dashboard = new(Database);
        Scenario = await Scenario.CreateAsync(Database.DataSource);
        Moths = await Scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        Animals = await Scenario.AddOccurrencesAsync([.. Said.Select(each => new[] { new[] { each } })]);
        List = await Scenario.AddListOfAsync("Actias luna");
        await Dashboard.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Dashboard.DisposeAsync();
        await Database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>What the classifier says of each animal.</summary>
    protected abstract IReadOnlyList<PipelineResult> Said { get; }

    protected MaskRequest RequestOf(RunScope scope) => new(scope, new() { TaxaListId = List.Id, ClassifierIds = [Moths.Id] });

    protected Task<long> LaunchAsync(RunScope scope) => LaunchAsync(RequestOf(scope));

    protected async Task<long> LaunchAsync(MaskRequest request) =>
        Assert.Single(await Dashboard.Product<RunLauncher>().LaunchAsync(request, Scenario.Curator, Token)).RunId;

    protected Task<long> RunAsync(RunScope scope) => RunAsync(RequestOf(scope));

    protected async Task<long> RunAsync(MaskRequest request)
    {
        var id = await LaunchAsync(request);
        await Dashboard.ExecuteAsync(id);
        Assert.Equal(RunState.Succeeded, (await RunSnapshot.ReadAsync(Database.DataSource, id, Token))!.State);
        return id;
    }

    /// <summary>Has a run be in a state, with a reason.</summary>
    protected async Task UpdateAsync(long id, RunState state, string failure)
    {
        await using var context = Database.CreateDbContext();
        await context.Runs.Where(run => run.Id == id).ExecuteUpdateAsync(
            run => run.SetProperty(each => each.State, state).SetProperty(each => each.Failure, failure), Token);
    }

    protected IRenderedComponent<RunPage> Open(long id) => Dashboard.Render<RunPage>(parameters => parameters.Add(it => it.Id, id));

    /// <summary>Opens the list of the project's runs.</summary>
    protected IRenderedComponent<RunsPage> OpenList(RunFilter filter) => OpenListAt(DashboardUrls.Runs(filter with { ProjectId = Scenario.Project.Id }));

    protected IRenderedComponent<RunsPage> OpenListAt(string address)
    {
        Dashboard.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return Dashboard.Render<RunsPage>();
    }

    /// <summary>The ids of the runs that the list of the project has.</summary>
    protected List<long> Listed(RunFilter filter)
    {
        var page = OpenList(filter);
        page.WaitForElement("tbody tr, .state:not(.state-waiting)");
        return Ids(page);
    }

    protected static List<long> Ids(IRenderedComponent<RunsPage> page) =>
        [.. page.FindAll("tbody th").Select(header => long.Parse(header.TextContent, CultureInfo.InvariantCulture))];
}
