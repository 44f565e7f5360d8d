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
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.Runs;

/// <summary>What can be done with a run on its page, and that each says first what it would change.</summary>
public sealed class RunActionsTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private DashboardContext _dashboard = null!;
    private Scenario _scenario = null!;
    private ScenarioClassifier _moths = null!;
    private TaxaList _list = null!;
    private IReadOnlyList<ScenarioOccurrence> _animals = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _dashboard = new(_database);
        _scenario = await Scenario.CreateAsync(_database.DataSource);
        _moths = await _scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        _animals = await _scenario.AddOccurrencesAsync([[[_moths.Says(1, 4)]], [[_moths.Says(1, 4)]], [[_moths.Says(4, 1)]]]);
        _list = await _scenario.AddListOfAsync("Actias luna");
        await _dashboard.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_run_is_undone_after_its_numbers_were_told_and_redone_from_its_own_page()
    {
        var run = await RunAsync(RunScope.OfCaptureSet(_scenario.Set.Id));
        var page = Open(run);

        await ClickAsync(page, "Undo");
        page.WaitForAssertion(() => Assert.Equal(3, page.Find("[role=group]").CountOf("occurrence")));
        Assert.Equal((3, 2), (page.Find("[role=group]").CountOf("prediction"), page.Find("[role=group]").CountOf("determined taxon", "determined taxa")));
        await ClickAsync(page, "Undo the run");

        var undo = AddressedRun();
        Assert.NotEqual(run, undo);
        await _dashboard.ExecuteAsync(undo);
        page.WaitForAssertion(() => Assert.Equal("Reverted", page.Find("header .state").TextContent));
        Assert.Equal(DashboardUrls.Run(undo), page.Find(".undoing a").GetAttribute("href"));
        Assert.Equal(_moths.TaxonOf("Samia cynthia"), await TaxonAsync(_animals[0]));

        await ClickAsync(page, "Redo");
        await ClickAsync(page, "Redo the run");
        await _dashboard.ExecuteAsync(AddressedRun());
        page.WaitForAssertion(() => Assert.Equal("Succeeded", page.Find("header .state").TextContent));
        Assert.Equal(_moths.TaxonOf("Actias luna"), await TaxonAsync(_animals[0]));
    }

    [Fact]
    public async Task A_run_that_others_stand_on_is_undone_with_them()
    {
        var first = await RunAsync(RunScope.OfCaptureSet(_scenario.Set.Id));
        await _scenario.AddVersionAsync(_list, ["Samia cynthia"]);
        var second = await RunAsync(RunScope.OfOccurrence(_animals[0].Id));
        var page = Open(first);

        await ClickAsync(page, "Undo");

        page.WaitForAssertion(() => Assert.Matches($@"later run\b.*: {second}\.", page.Find("[role=group]").Words()));
        Assert.Contains(page.FindAll("button"), button => button.TextContent.Trim() == "Undo 2 runs");
    }

    [Fact]
    public async Task A_queued_run_is_canceled_at_once_and_resumed()
    {
        var run = await LaunchAsync(RunScope.OfCaptureSet(_scenario.Set.Id));
        var page = Open(run);

        await ClickAsync(page, "Cancel");
        await ClickAsync(page, "Cancel the run");
        AssertNoError(page);
        page.WaitForAssertion(() => Assert.Equal("Canceled", page.Find("header .state").TextContent));

        await ClickAsync(page, "Resume");
        await ClickAsync(page, "Resume the run");
        AssertNoError(page);
        page.WaitForAssertion(() => Assert.Equal("Queued", page.Find("header .state").TextContent));
        await _dashboard.ExecuteAsync(run);
        page.WaitForAssertion(() => Assert.Equal("Succeeded", page.Find("header .state").TextContent));
    }

    [Fact]
    public async Task A_canceled_run_is_retried_as_a_new_run_after_its_rows_were_counted()
    {
        var run = await LaunchAsync(RunScope.OfSelection([_animals[0].Id, _animals[1].Id]));
        await _dashboard.Product<RunControl>().CancelAsync(run, _scenario.Curator, Token);
        var page = Open(run);

        await ClickAsync(page, "Retry");
        page.WaitForAssertion(() => Assert.Contains("2 predictions", page.Find("[role=group]").TextContent, StringComparison.Ordinal));
        await ClickAsync(page, "Launch the new run");

        var retried = AddressedRun();
        Assert.NotEqual(run, retried);
        await _dashboard.ExecuteAsync(retried);
        Assert.Equal(2, (await RunSnapshot.ReadAsync(_database.DataSource, retried, Token))!.Counters.Checked);
    }

    [Fact]
    public async Task A_run_on_whose_scope_a_later_one_worked_says_why_it_cannot_be_resumed()
    {
        var run = await LaunchAsync(RunScope.OfCaptureSet(_scenario.Set.Id));
        await _dashboard.Product<RunControl>().CancelAsync(run, _scenario.Curator, Token);
        var later = await RunAsync(RunScope.OfOccurrence(_animals[0].Id));
        var page = Open(run);

        await ClickAsync(page, "Resume");

        page.WaitForAssertion(() => Assert.Contains($"Run {later} has touched", page.Find("[role=group]").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain(page.FindAll("button"), button => button.TextContent.Trim() == "Resume the run");
    }

    private async Task<long> LaunchAsync(RunScope scope)
    {
        var request = new MaskRequest(scope, new() { TaxaListId = _list.Id, ClassifierIds = [_moths.Id] });
        return Assert.Single(await _dashboard.Product<RunLauncher>().LaunchAsync(request, _scenario.Curator, Token)).RunId;
    }

    private async Task<long> RunAsync(RunScope scope)
    {
        var id = await LaunchAsync(scope);
        await _dashboard.ExecuteAsync(id);
        Assert.Equal(RunState.Succeeded, (await RunSnapshot.ReadAsync(_database.DataSource, id, Token))!.State);
        return id;
    }

    private IRenderedComponent<RunPage> Open(long id) => _dashboard.Render<RunPage>(parameters => parameters.Add(it => it.Id, id));

    private static async Task ClickAsync(IRenderedComponent<RunPage> page, string button)
    {
        page.WaitForAssertion(() => Assert.Contains(page.FindAll("button:not([disabled])"), each => each.TextContent.Trim() == button));
        await page.InvokeAsync(() => page.FindAll("button:not([disabled])").First(each => each.TextContent.Trim() == button).ClickAsync(new()));
    }

    private static void AssertNoError(IRenderedComponent<RunPage> page) =>
        Assert.Empty(page.FindAll("[role=alert]").Select(alert => alert.TextContent.Trim()));

    /// <summary>The run whose page the browser was sent to.</summary>
    private long AddressedRun()
    {
        var uri = _dashboard.Services.GetRequiredService<NavigationManager>().Uri;
        return long.Parse(uri[(uri.LastIndexOf('/') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task<long?> TaxonAsync(ScenarioOccurrence animal)
    {
        await using var context = _database.CreateDbContext();
        return (await context.Occurrences.FindAsync([animal.Id], Token))!.DeterminationTaxonId;
    }

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;
}
