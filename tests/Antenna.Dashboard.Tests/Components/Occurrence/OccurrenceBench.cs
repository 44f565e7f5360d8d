using AngleSharp.Dom;
using Antenna.Core.Taxonomy;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Occurrence;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tasks;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.Occurrence;

/// <summary>An occurrence's page over a database of the test's own, with a scenario to fill it.</summary>
public sealed class OccurrenceBench : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private bool _isStarted;

    private OccurrenceBench(TestDatabase database, Scenario scenario)
    {
        _database = database;
        Scenario = scenario;
        Dashboard = new(database);
    }

    public DashboardContext Dashboard { get; }

    public Scenario Scenario { get; }

    public TestDatabase Database => _database;

    public NpgsqlDataSource DataSource => _database.DataSource;

    public static async Task<OccurrenceBench> CreateAsync(PostgresCluster cluster)
    {
        var database = await TestDatabase.CreateAsync(cluster);
        return new(database, await Scenario.CreateAsync(database.DataSource));
    }

    public NavigationManager Navigation => Dashboard.Services.GetRequiredService<NavigationManager>();

    /// <summary>Where the page stands, relative to the base.</summary>
    public string Address => Navigation.ToBaseRelativePath(Navigation.Uri);

    public Identifications Identifications => Dashboard.Product<Identifications>();

    /// <summary>The person who acts on the page.</summary>
    public Task<Person> MeAsync() => Dashboard.Product<ICurrentPerson>().GetAsync(Token);

    /// <summary>Begins to tell pages of changes; opening the first one does so too.</summary>
    public async Task StartAsync()
    {
        if (_isStarted)
            return;
        await Dashboard.StartAsync();
        Dashboard.RenderPopovers();
        _isStarted = true;
    }

    /// <summary>Opens a page as a browser does, and waits until its workbench has answered.</summary>
    public async Task<IRenderedComponent<OccurrencePage>> OpenAsync(OccurrenceAddress address)
    {
        await StartAsync();
        await Dashboard.Renderer.Dispatcher.InvokeAsync(() => Navigation.NavigateTo(address));
        var page = Dashboard.Render<OccurrencePage>();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[role=status].state-waiting")));
        return page;
    }

    public Task<IRenderedComponent<OccurrencePage>> OpenAsync(ScenarioOccurrence animal) => OpenAsync(new OccurrenceAddress(animal.Id));

    /// <summary>Clicks on something once it is there, and as it is at that very moment: pages are rendered again while a test looks.</summary>
    public static Task ClickAsync(IRenderedComponent<OccurrencePage> page, Func<IElement> element, int clicks = 1)
    {
        page.WaitForAssertion(() => element());
        return page.InvokeAsync(() => element().ClickAsync(new() { Detail = clicks }));
    }

    /// <summary>Places species in a genus of a family.</summary>
    public async Task PlaceAsync(string family, string genus, params string[] species)
    {
        await using var context = _database.CreateDbContext();
        var above = new Taxon { Name = family, Rank = Rank.Family, Source = "scenario" };
        context.Add(above);
        await context.SaveChangesAsync(Token);
        var near = new Taxon { Name = genus, Rank = Rank.Genus, ParentId = above.Id, Source = "scenario" };
        context.Add(near);
        await context.SaveChangesAsync(Token);
        await context.Taxa.Where(taxon => species.Contains(taxon.Name)).ExecuteUpdateAsync(taxon => taxon.SetProperty(each => each.ParentId, near.Id), Token);
    }

    /// <summary>Says of every capture how many px wide and high it is.</summary>
    public async Task SizeCapturesAsync(int side)
    {
        await using var context = _database.CreateDbContext();
        await context.Captures.ExecuteUpdateAsync(capture => capture.SetProperty(each => each.Width, side).SetProperty(each => each.Height, side), Token);
    }

    /// <summary>Launches a task on the scenario's capture set, and executes its only run.</summary>
    public async Task<long> RunAsync(string task, TaskValues values)
    {
        var run = (await Dashboard.Product<RunLauncher>().LaunchAsync(task, new(RunScope.OfCaptureSet(Scenario.Set.Id), values), Scenario.Curator, Token)).Single();
        await Dashboard.ExecuteAsync(run.RunId);
        return run.RunId;
    }

    public async ValueTask DisposeAsync()
    {
        await Dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>The words of an element, as they are read: a space between any two, and before no comma.</summary>
    public static string TextOf(INode element) => element.Words();

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
