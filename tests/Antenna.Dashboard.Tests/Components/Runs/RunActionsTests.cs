using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Runs;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Runs;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.Runs;

/// <summary>What can be done with a run on its page, and that each says first what it would change.</summary>
public sealed class RunActionsTests(PostgresCluster cluster) : RunPagesBench(cluster)
{
    protected override IReadOnlyList<PipelineResult> Said => [Moths.Says(1, 4), Moths.Says(1, 4), Moths.Says(4, 1)];

    [Fact]
    public async Task A_run_is_undone_after_its_numbers_were_told_and_redone_from_its_own_page()
    {
        var run = await RunAsync(RunScope.OfCaptureSet(Scenario.Set.Id));
        var page = Open(run);

        await ClickAsync(page, "Undo");
        page.WaitForAssertion(() => Assert.Equal(3, page.Find("[role=group]").CountOf("occurrence")));
        Assert.Equal((3, 2), (page.Find("[role=group]").CountOf("prediction"), page.Find("[role=group]").CountOf("determined taxon", "determined taxa")));
        await ClickAsync(page, "Undo the run");

        var undo = AddressedRun();
        Assert.NotEqual(run, undo);
        await Dashboard.ExecuteAsync(undo);
        page.WaitForAssertion(() => Assert.Equal("Reverted", page.Find("header .state").TextContent));
        Assert.Equal(DashboardUrls.Run(undo), page.Find(".undoing a").GetAttribute("href"));
        Assert.Equal(Moths.TaxonOf("Samia cynthia"), await TaxonAsync(Animals[0]));

        await ClickAsync(page, "Redo");
        await ClickAsync(page, "Redo the run");
        await Dashboard.ExecuteAsync(AddressedRun());
        page.WaitForAssertion(() => Assert.Equal("Succeeded", page.Find("header .state").TextContent));
        Assert.Equal(Moths.TaxonOf("Actias luna"), await TaxonAsync(Animals[0]));
    }

    [Fact]
    public async Task A_run_that_others_stand_on_is_undone_with_them()
    {
        var first = await RunAsync(RunScope.OfCaptureSet(Scenario.Set.Id));
        await Scenario.AddVersionAsync(List, ["Samia cynthia"]);
        var second = await RunAsync(RunScope.OfOccurrence(Animals[0].Id));
        var page = Open(first);

        await ClickAsync(page, "Undo");

        page.WaitForAssertion(() => Assert.Matches($@"later run\b.*: {second}\.", page.Find("[role=group]").Words()));
        Assert.Contains(page.FindAll("button"), button => button.TextContent.Trim() == "Undo 2 runs");
    }

    [Fact]
    public async Task A_queued_run_is_canceled_at_once_and_resumed()
    {
        var run = await LaunchAsync(RunScope.OfCaptureSet(Scenario.Set.Id));
        var page = Open(run);

        await ClickAsync(page, "Cancel");
        await ClickAsync(page, "Cancel the run");
        AssertNoError(page);
        page.WaitForAssertion(() => Assert.Equal("Canceled", page.Find("header .state").TextContent));

        await ClickAsync(page, "Resume");
        await ClickAsync(page, "Resume the run");
        AssertNoError(page);
        page.WaitForAssertion(() => Assert.Equal("Queued", page.Find("header .state").TextContent));
        await Dashboard.ExecuteAsync(run);
        page.WaitForAssertion(() => Assert.Equal("Succeeded", page.Find("header .state").TextContent));
    }

    [Fact]
    public async Task A_canceled_run_is_retried_as_a_new_run_after_its_rows_were_counted()
    {
        var run = await LaunchAsync(RunScope.OfSelection([Animals[0].Id, Animals[1].Id]));
        await Dashboard.Product<RunControl>().CancelAsync(run, Scenario.Curator, Token);
        var page = Open(run);

        await ClickAsync(page, "Retry");
        page.WaitForAssertion(() => Assert.Contains("2 predictions", page.Find("[role=group]").TextContent, StringComparison.Ordinal));
        await ClickAsync(page, "Launch the new run");

        var retried = AddressedRun();
        Assert.NotEqual(run, retried);
        await Dashboard.ExecuteAsync(retried);
        Assert.Equal(2, (await RunSnapshot.ReadAsync(Database.DataSource, retried, Token))!.Counters.Checked);
    }

    [Fact]
    public async Task A_run_on_whose_scope_a_later_one_worked_says_why_it_cannot_be_resumed()
    {
        var run = await LaunchAsync(RunScope.OfCaptureSet(Scenario.Set.Id));
        await Dashboard.Product<RunControl>().CancelAsync(run, Scenario.Curator, Token);
        var later = await RunAsync(RunScope.OfOccurrence(Animals[0].Id));
        var page = Open(run);

        await ClickAsync(page, "Resume");

        page.WaitForAssertion(() => Assert.Contains($"Run {later} has touched", page.Find("[role=group]").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain(page.FindAll("button"), button => button.TextContent.Trim() == "Resume the run");
    }

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
        var uri = Dashboard.Services.GetRequiredService<NavigationManager>().Uri;
        return long.Parse(uri[(uri.LastIndexOf('/') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task<long?> TaxonAsync(ScenarioOccurrence animal)
    {
        await using var context = Database.CreateDbContext();
        return (await context.Occurrences.FindAsync([animal.Id], Token))!.DeterminationTaxonId;
    }
}
