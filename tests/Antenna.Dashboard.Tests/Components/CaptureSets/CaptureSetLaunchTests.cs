using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.CaptureSets;
using Antenna.Data.Model;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.CaptureSets;

/// <summary>Masks that are launched from the page of a capture set.</summary>
public sealed class CaptureSetLaunchTests(PostgresCluster cluster) : CaptureSetPageBench(cluster)
{
    [Fact]
    public async Task Launching_makes_one_run_a_classifier_however_often_it_is_pressed()
    {
        var list = await Scenario.AddListOfAsync("Actias luna");
        var more = await AddClassifierAsync("more moths", "Actias luna", "Antheraea polyphemus");
        await Dashboard.StartAsync();
        var page = await OpenAsync(new() { TaxaListId = list.Id, ClassifierIds = [Moths.Id, more.Id] });

        page.WaitForState(() => !LaunchButton(page).HasAttribute("disabled"));
        await page.InvokeAsync(() =>
        {
            var button = LaunchButton(page);
            return Task.WhenAll(Enumerable.Range(0, 3).Select(clicks => button.ClickAsync(new MouseEventArgs { Detail = clicks })));
        });

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("article").Count));
        Assert.Equal([Moths.Id, more.Id], (await RunsAsync()).Select(run => run.SourceAlgorithmId).Order());
        Assert.True(LaunchButton(page).HasAttribute("disabled"));
    }

    [Fact]
    public async Task A_launched_run_is_followed_to_its_end_and_what_would_change_is_counted_again()
    {
        await Scenario.AddListOfAsync("Actias luna");
        await Dashboard.StartAsync();
        var page = await OpenAsync(new());
        await PressLaunchAsync(page, clicks: 1);
        page.WaitForAssertion(() => Assert.Contains("Queued", page.Find("article").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".planned"));

        var run = Assert.Single(await RunsAsync());
        await Dashboard.ExecuteAsync(run.Id);

        page.WaitForAssertion(() => Assert.Contains("Succeeded", page.Find("article").TextContent, StringComparison.Ordinal));
        Assert.Equal("2", page.Find("article .counts").Fact("Occurrences updated"));
        Assert.Equal(2, page.Find("article [role=status].sentence").CountOf("occurrence"));
        page.WaitForAssertion(() => Assert.Contains("nothing would change", Sentence(page.Find(".planned")), StringComparison.Ordinal));
        Assert.Equal(DashboardUrls.Run(run.Id), page.Find("article a").GetAttribute("href"));
    }

    [Fact]
    public async Task What_is_chosen_while_a_launch_is_under_way_was_not_launched_by_it()
    {
        var list = await Scenario.AddListOfAsync("Actias luna");
        await Dashboard.StartAsync();
        var page = await OpenAsync(new() { TaxaListId = list.Id, ClassifierIds = [Moths.Id] });
        page.WaitForAssertion(() => Assert.False(LaunchButton(page).HasAttribute("disabled")));
        Task launching;
        await using (var storing = await HeldLock.TakeAsync(Database.ConnectionString, "lock table runs in exclusive mode"))
        {
            launching = page.InvokeAsync(() => LaunchButton(page).ClickAsync(new MouseEventArgs { Detail = 1 }));
            await storing.IsWaitedForAsync();
            await page.SetAsync(".only input", true);
        }

        await launching;

        page.WaitForAssertion(() => Assert.Single(page.FindAll("article")));
        page.WaitForAssertion(() => Assert.False(LaunchButton(page).HasAttribute("disabled")));
        await page.SetAsync(".only input", false);
        page.WaitForAssertion(() => Assert.True(LaunchButton(page).HasAttribute("disabled")));
    }

    [Fact]
    public async Task The_second_click_of_a_double_click_makes_no_run_even_if_the_first_ones_has_ended_by_then()
    {
        await Scenario.AddListOfAsync("Actias luna");
        await Dashboard.StartAsync();
        var page = await OpenAsync(new());
        await PressLaunchAsync(page, clicks: 1);
        await Dashboard.ExecuteAsync(Assert.Single(await RunsAsync()).Id);
        page.WaitForAssertion(() => Assert.False(LaunchButton(page).HasAttribute("disabled")));

        await PressLaunchAsync(page, clicks: 2);

        Assert.Single(await RunsAsync());
    }

    [Fact]
    public async Task A_run_that_another_person_launched_is_followed_and_not_made_twice()
    {
        var list = await Scenario.AddListOfAsync("Actias luna");
        await Dashboard.StartAsync();
        var choice = new MaskSettings { TaxaListId = list.Id, ClassifierIds = [Moths.Id] };
        var page = await OpenAsync(choice);
        var elsewhere = Assert.Single(await Dashboard.Product<RunLauncher>()
            .LaunchAsync(new MaskRequest(RunScope.OfCaptureSet(Scenario.Set.Id), choice), Scenario.Curator, Token));
        page.WaitForAssertion(() => Assert.Contains($"Run {elsewhere.RunId}", page.Find("article").TextContent, StringComparison.Ordinal));

        await PressLaunchAsync(page, clicks: 1);

        page.WaitForAssertion(() => Assert.Contains(
            $"Run {elsewhere.RunId} does just this", page.Find("article").TextContent, StringComparison.Ordinal));
        Assert.Single(await RunsAsync());
    }

    [Fact]
    public async Task What_became_wrong_meanwhile_is_reported_at_its_field_when_it_is_launched()
    {
        var list = await Scenario.AddListOfAsync("Actias luna");
        var page = await OpenAsync(new() { TaxaListId = list.Id, ClassifierIds = [Moths.Id] });
        await using (var context = Database.CreateDbContext())
            await context.TaxaLists.Where(each => each.Id == list.Id).ExecuteDeleteAsync(Token);

        await PressLaunchAsync(page, clicks: 1);

        page.WaitForAssertion(() => Assert.Contains(
            $"no taxa list {list.Id}", page.Field("Taxa list").Closest(".mud-input-control")!.TextContent, StringComparison.Ordinal));
        Assert.Empty(await RunsAsync());
    }

    private async Task<List<Run>> RunsAsync()
    {
        await using var context = Database.CreateDbContext();
        return await context.Runs.AsNoTracking().ToListAsync(Token);
    }

    /// <param name="clicks">Which click in quick succession it is, from 1; 0 from the keyboard.</param>
    private static Task PressLaunchAsync(IRenderedComponent<CaptureSetPage> page, int clicks)
    {
        page.WaitForState(() => !LaunchButton(page).HasAttribute("disabled"));
        return page.PressAsync(() => LaunchButton(page), new MouseEventArgs { Detail = clicks });
    }
}
