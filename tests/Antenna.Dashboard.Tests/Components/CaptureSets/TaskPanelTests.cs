using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.CaptureSets;
using Antenna.Data.Model;
using Antenna.PostProcessing.SizeFilter;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.CaptureSets;

/// <summary>Any task on a capture set: what it would change is counted, and a click launches it.</summary>
public sealed class TaskPanelTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private DashboardContext _dashboard = null!;
    private Scenario _scenario = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _dashboard = new(_database);
        _scenario = await Scenario.CreateAsync(_database.DataSource);
        var moths = await _scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        await _scenario.AddOccurrencesAsync([[[moths.Says(1, 4)]], [[moths.Says(4, 1)]]]);
        await using var context = _database.CreateDbContext();
        await context.Captures.ExecuteUpdateAsync(capture => capture.SetProperty(each => each.Width, 1_000).SetProperty(each => each.Height, 1_000), Token);
        await _dashboard.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_task_is_counted_and_launched_once_and_its_run_is_followed_on_the_page()
    {
        var page = Open(new CaptureSetAddress(_scenario.Set.Id) { Task = SizeFilterTask.TaskKey });
        page.WaitForAssertion(() => Assert.Equal((2, 2), page.Find(".task .planned [role=status]") is var told ? (told.CountOf("detection"), told.CountOf("flagged as too small")) : default));

        await page.PressAsync(() => page.FindAll(".task button").Single(button => button.TextContent.Contains("Launch", StringComparison.Ordinal)));

        await using var context = _database.CreateDbContext();
        var run = await context.Runs.SingleAsync(Token);
        Assert.Equal((SizeFilterTask.TaskKey, RunState.Queued), (run.Task, run.State));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll($"article[aria-label='Run {run.Id}']")));
    }

    [Fact]
    public void A_wrong_setting_in_the_address_is_said_at_its_field_and_nothing_can_be_launched()
    {
        var page = Open(new CaptureSetAddress(_scenario.Set.Id) { Task = SizeFilterTask.TaskKey, TaskSettings = ["threshold=2"] });

        page.WaitForAssertion(() => Assert.Contains("Put right", page.Find("#launching-task[role=status]").TextContent, StringComparison.Ordinal));
        Assert.Contains("2", page.Find(".task .mud-input-error").TextContent + page.Find(".task").TextContent, StringComparison.Ordinal);
        Assert.True(page.FindAll(".task button").Single(button => button.TextContent.Contains("Launch", StringComparison.Ordinal)).HasAttribute("disabled"));
    }

    private IRenderedComponent<CaptureSetPage> Open(CaptureSetAddress address)
    {
        _dashboard.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return _dashboard.Render<CaptureSetPage>(page => page.Add(it => it.Id, address.Id));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
