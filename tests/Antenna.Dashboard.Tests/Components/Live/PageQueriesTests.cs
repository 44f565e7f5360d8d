using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Layout;
using Antenna.Dashboard.Components.CaptureSets;
using Antenna.Dashboard.Components.Occurrence;
using Antenna.Dashboard.Components.Runs;
using Antenna.Dashboard.Components.TaxaLists;
using Antenna.Data.Model;
using Antenna.Data.News;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.News;
using Antenna.PostProcessing.Runs;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.Live;

/// <summary>
/// What pages ask of the database while a run progresses. The pages have a data source of their own, whose statements are
/// counted; the run is executed through another, as by another node.
/// </summary>
public sealed class PageQueriesTests(PostgresCluster cluster) : IAsyncLifetime
{
    private const int Circuits = 50;

    /// <summary>No project; announced as the last thing, so that all that came before has arrived when it does.</summary>
    private const long Marker = 404_404;

    private TestDatabase _database = null!;
    private DashboardContext _node = null!;
    private Scenario _scenario = null!;
    private ScenarioClassifier _moths = null!;
    private TaxaList _list = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _node = new(_database);
        (_scenario, _moths, _list) = await FillAsync("Green Mountains", "moths");
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Pages_that_show_nothing_of_a_run_make_no_query_while_it_progresses()
    {
        var (elsewhere, beetles, otherList) = await FillAsync("Jutland", "beetles");
        var other = await LaunchAsync(elsewhere, beetles, otherList);
        await _node.ExecuteAsync(other);
        var unlisted = await Scenario.CreateAsync(_database.DataSource, "Faroe");
        var animal = await unlisted.AddOccurrenceAsync((await unlisted.AddClassifierAsync("flies", "Scathophaga stercoraria")).Says(1));
        var id = await LaunchAsync(_scenario, _moths, _list);
        await using var counted = new CountedStatements(_database.ConnectionString);
        await using var pages = new DashboardContext(_database, counted.DataSource);
        await pages.StartAsync();
        pages.Services.GetRequiredService<NavigationManager>().NavigateTo($"runs?project={elsewhere.Project.Id}");
        var arrived = AwaitMarker(pages);
        for (var circuit = 0; circuit < Circuits / 5; circuit++)
        {
            pages.Render<RunPage>(run => run.Add(page => page.Id, other)).WaitForElement("header .state");
            pages.Render<RunsPage>().WaitForElement("tbody tr");
            pages.Render<CaptureSetRuns>(runs => runs.Add(page => page.CaptureSetId, elsewhere.Set.Id).Add(page => page.ProjectId, elsewhere.Project.Id)).WaitForElement("tbody tr");
            pages.Render<TaxaListRuns>(runs => runs.Add(page => page.VersionId, VersionOf(otherList))).WaitForElement("tbody tr");
        }

        pages.Services.GetRequiredService<NavigationManager>().NavigateTo(DashboardUrls.Occurrence(animal.Id));
        for (var circuit = 0; circuit < Circuits / 5; circuit++)
        {
            var occurrencePage = pages.Render<OccurrencePage>();
            occurrencePage.WaitForAssertion(() => Assert.Contains("no taxa list yet", occurrencePage.Markup, StringComparison.Ordinal));
        }

        counted.Clear();

        await _node.ExecuteAsync(id);
        await AnnounceMarkerAsync();
        await arrived;
        await pages.Renderer.Dispatcher.InvokeAsync(() => { });

        Assert.Equal([], counted.Statements);
        Assert.Equal(6, (await RunSnapshot.ReadAsync(_database.DataSource, id, Token))!.Counters.Checked);
    }

    [Fact]
    public async Task Fifty_pages_that_show_a_run_cost_as_many_queries_as_one()
    {
        var one = await CountAsync(1);
        var many = await CountAsync(Circuits);

        Assert.NotEmpty(one);
        Assert.Equal(one, many);
    }

    [Fact]
    public async Task The_bars_of_fifty_pages_read_together_when_a_run_begins_or_ends_and_not_while_it_progresses()
    {
        var id = await LaunchAsync(_scenario, _moths, _list);
        await using var counted = new CountedStatements(_database.ConnectionString);
        await using var pages = new DashboardContext(_database, counted.DataSource);
        await pages.StartAsync();
        var bars = Enumerable.Range(0, Circuits).Select(_ => pages.Render<WorkIndicator>()).ToList();
        foreach (var bar in bars)
            bar.WaitForElement("a");
        counted.Clear();

        await _node.ExecuteAsync(id);
        foreach (var bar in bars)
            bar.WaitForAssertion(() => Assert.Empty(bar.FindAll("a")));

        // It was begun and ended, and wrote six batches.
        Assert.InRange(counted.Statements.Count, 1, 2);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Follows a run on so many pages, each of which shows each step of it before the next is taken.</summary>
    /// <returns>The statements that the pages' process sent from the first step to the last, sorted.</returns>
    private async Task<IReadOnlyList<string>> CountAsync(int circuits)
    {
        var id = await LaunchAsync(_scenario, _moths, _list);
        await using var counted = new CountedStatements(_database.ConnectionString);
        await using var pages = new DashboardContext(_database, counted.DataSource);
        await pages.StartAsync();
        var shown = Enumerable.Range(0, circuits).Select(_ => pages.Render<RunPage>(run => run.Add(page => page.Id, id))).ToList();
        AssertAll(shown, "Waiting for its turn");
        counted.Clear();

        var part = await _node.Product<RunStarter>().StartAsync(id, Token);
        var claim = (await RunPartRecords.ClaimAsync(
            _database.DataSource, id, part!.Value, await _node.Product<NodeMonitor>().GetNodeIdAsync(Token), Scenario.Night, Token))!.Claim;
        AssertAll(shown, "0 of 6 predictions checked");
        var tally = new PartTally();
        await using (var connection = await _database.DataSource.OpenConnectionAsync(Token))
        {
            await CommitBatchAsync(connection, claim, tally, 1);
            AssertAll(shown, "1 of 6 predictions checked");
            await CommitBatchAsync(connection, claim, tally, 2);
            AssertAll(shown, "2 of 6 predictions checked");
        }

        await _node.Product<RunEndings>().EndPartAsync(claim, finished: true, Token);
        AssertAll(shown, "Succeeded");
        AssertAll(shown, "No occurrence changed");
        return [.. counted.Statements.Order(StringComparer.Ordinal)];
    }

    private static void AssertAll(IReadOnlyList<IRenderedComponent<RunPage>> pages, string text)
    {
        foreach (var page in pages)
            page.WaitForAssertion(() => Assert.Contains(text, page.Markup, StringComparison.Ordinal));
    }

    private static async Task CommitBatchAsync(NpgsqlConnection connection, PartClaim claim, PartTally tally, long checkpoint)
    {
        await using var batch = await RunBatch.BeginAsync(connection, claim, [], 0, Token);
        tally.Add(MaskOutcomes.Unchanged, checkpoint, listed: false);
        Assert.NotNull(await batch.CommitAsync(tally, checkpoint, Scenario.Night, Token));
    }

    /// <summary>A project with six animals on a set, and a list that changes some of them.</summary>
    private async Task<(Scenario Scenario, ScenarioClassifier Classifier, TaxaList List)> FillAsync(string project, string classifier)
    {
        var scenario = await Scenario.CreateAsync(_database.DataSource, project);
        var moths = await scenario.AddClassifierAsync(classifier, "Actias luna", "Samia cynthia");
        await scenario.AddOccurrencesAsync([.. Enumerable.Range(1, 6).Select(number => new[] { new[] { moths.Says(1, number) } })]);
        return (scenario, moths, await scenario.AddListOfAsync("Actias luna"));
    }

    private long VersionOf(TaxaList list)
    {
        using var context = _database.CreateDbContext();
        return context.TaxaListVersions.Single(version => version.TaxaListId == list.Id).Id;
    }

    private async Task<long> LaunchAsync(Scenario scenario, ScenarioClassifier classifier, TaxaList list) =>
        (await _node.Product<RunLauncher>().LaunchAsync(
            new MaskRequest(
                RunScope.OfCaptureSet(scenario.Set.Id),
                new() { TaxaListId = list.Id, ClassifierIds = [classifier.Id], BatchSize = 1 }),
            scenario.Curator,
            Token))[0].RunId;

    private static Task AwaitMarker(DashboardContext pages)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        pages.Product<NewsSubscriptions>().Subscribe(
            change => change.Is(NewsSubject.Project, Marker),
            item =>
            {
                if (item.Change is not null)
                    arrived.TrySetResult();
            });
        return arrived.Task.WaitAsync(Token);
    }

    private async Task AnnounceMarkerAsync()
    {
        await using var connection = await _database.DataSource.OpenConnectionAsync(Token);
        await Announcements.ProjectAsync(connection, Marker, Token);
    }
}
