using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Runs;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.Runs;

/// <summary>What a page that is open says of a run whose node gives no heartbeat.</summary>
public sealed class StalledRunTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private DashboardContext _dashboard = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _dashboard = new(_database);
        await _dashboard.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_page_that_is_open_says_of_a_run_without_heartbeat_that_it_has_stalled_and_not_of_one_in_a_long_batch(bool beats)
    {
        var (time, id, node) = await BeginRunAsync();
        var page = _dashboard.Render<RunPage>(parameters => parameters.Add(it => it.Id, id));
        page.WaitForAssertion(() => Assert.Equal("Running…", page.Find("header .state").TextContent));
        Assert.DoesNotContain("Stalled", page.Markup, StringComparison.Ordinal);

        if (beats)
            await Nodes.BeatAsync(_database.DataSource, node, time.GetUtcNow().UtcDateTime.AddSeconds(100), Token);
        var progress = page.FindComponent<RunProgress>();
        var rendered = progress.RenderCount;
        time.Advance(TimeSpan.FromSeconds(125));

        page.WaitForAssertion(() => Assert.True(progress.RenderCount > rendered));
        if (beats)
            Assert.DoesNotContain("Stalled", page.Markup, StringComparison.Ordinal);
        else
            page.WaitForAssertion(() => Assert.All(["Stalled", "(the node)", "2 min 5 s"], part => Assert.Contains(part, page.Find(".stalled[role=status]").TextContent, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_list_of_runs_says_so_too_and_not_of_one_whose_heartbeats_it_has_not_seen(bool beats)
    {
        var (time, id, node) = await BeginRunAsync();
        var opened = new RunsAddress().Open(id);
        var page = _dashboard.Render<RunsPage>();
        page.WaitForAssertion(() => Assert.Contains("Running…", page.Find($"tr:has(a[href='{opened}'])").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".stalled"));

        if (beats)
            await Nodes.BeatAsync(_database.DataSource, node, time.GetUtcNow().UtcDateTime.AddSeconds(100), Token);
        var rendered = page.RenderCount;
        time.Advance(TimeSpan.FromSeconds(125));

        page.WaitForAssertion(() => Assert.True(page.RenderCount > rendered));
        if (beats)
            Assert.Empty(page.FindAll(".stalled"));
        else
            page.WaitForAssertion(() => Assert.Contains("2 min 5 s", page.Find($"tr:has(a[href='{opened}']) .stalled").TextContent, StringComparison.Ordinal));
    }

    /// <summary>A run of which a node that gave one heartbeat holds the part.</summary>
    private async Task<(FakeTimeProvider Time, long RunId, long NodeId)> BeginRunAsync()
    {
        var scenario = await Scenario.CreateAsync(_database.DataSource);
        var moths = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        await scenario.AddOccurrenceAsync(moths.Says(1, 4));
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        _dashboard.Services.AddSingleton<TimeProvider>(time);
        var id = Assert.Single(await _dashboard.Product<RunLauncher>().LaunchAsync(
            new MaskRequest(
                RunScope.OfCaptureSet(scenario.Set.Id), new() { TaxaListId = (await scenario.AddListOfAsync("Actias luna")).Id, ClassifierIds = [moths.Id] }),
            scenario.Curator,
            Token)).RunId;
        var part = await _dashboard.Product<RunStarter>().StartAsync(id, Token);
        var node = await Nodes.RegisterAsync(_database.DataSource, "the node", time.GetUtcNow().UtcDateTime, Token);
        await RunPartRecords.ClaimAsync(_database.DataSource, id, part!.Value, node, time.GetUtcNow().UtcDateTime, Token);
        return (time, id, node);
    }
}
