using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.SelectionMask;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.PostProcessing.RankRollUp;
using Antenna.PostProcessing.Redetermination;
using Antenna.PostProcessing.SizeFilter;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.SelectionMask;

/// <summary>Every task on what is selected: counted before it is launched, and nothing else is touched.</summary>
public sealed class SelectionTaskTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private DashboardContext _dashboard = null!;
    private Scenario _scenario = null!;
    private ScenarioClassifier _moths = null!;
    private IReadOnlyList<ScenarioOccurrence> _animals = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _dashboard = new(_database);
        _scenario = await Scenario.CreateAsync(_database.DataSource);
        _moths = await _scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        _animals = await _scenario.AddOccurrencesAsync([[[_moths.Says(1, 4)]], [[_moths.Says(4, 1)]], [[_moths.Says(4, 1)]]]);
        await using var context = _database.CreateDbContext();
        await context.Captures.ExecuteUpdateAsync(capture => capture.SetProperty(each => each.Width, 1_000).SetProperty(each => each.Height, 1_000), Token);
        var person = await _dashboard.Product<ICurrentPerson>().GetAsync(Token);
        await _dashboard.Product<OccurrenceTrays>().ChangeAsync(person.Id, [_animals[0].Id, _animals[2].Id], [], Token);
        await _dashboard.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Theory]
    [InlineData(SizeFilterTask.TaskKey, "detections checked", "flagged as too small")]
    [InlineData(RankRollUpTask.TaskKey, "predictions checked")]
    [InlineData(RedeterminationTask.TaskKey, "occurrences checked")]
    public void What_a_task_would_change_is_counted_for_what_is_selected(string task, params string[] counted)
    {
        var page = Open(new()
        {
            ProjectId = _scenario.Project.Id, Task = task, TaskSettings = task == RankRollUpTask.TaskKey ? [$"classifier={_moths.Id}"] : [],
        });

        page.WaitForAssertion(() => Assert.All(counted, what => Assert.Equal(2, page.Find(".task .planned [role=status]").CountOf(what))));
    }

    [Fact]
    public async Task A_run_of_it_is_over_the_selection_and_is_followed_on_the_page()
    {
        var page = Open(new() { ProjectId = _scenario.Project.Id, Task = SizeFilterTask.TaskKey });
        page.WaitForAssertion(() => Assert.False(LaunchButton(page).HasAttribute("disabled")));

        await page.PressAsync(() => LaunchButton(page));

        await using var context = _database.CreateDbContext();
        var run = await context.Runs.AsNoTracking().SingleAsync(Token);
        Assert.Equal((SizeFilterTask.TaskKey, RunState.Queued), (run.Task, run.State));
        Assert.NotNull(run.SelectionId);
        await _dashboard.ExecuteAsync(run.Id);
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll($"article[aria-label='Run {run.Id}']")));
        var flagged = await context.OccurrenceEffects.Where(effect => effect.RunId == run.Id).Select(effect => effect.OccurrenceId).Order().ToListAsync(Token);
        Assert.Equal([_animals[0].Id, _animals[2].Id], flagged);
    }

    [Fact]
    public void What_its_preview_shows_is_opened_with_the_way_back_to_the_selection()
    {
        var address = new SelectionMaskAddress { ProjectId = _scenario.Project.Id, Task = SizeFilterTask.TaskKey, TaskSettings = ["threshold=0.5"] };

        var page = Open(address);

        page.WaitForAssertion(() => Assert.Equal(
            new[] { _animals[0].Id, _animals[2].Id }.Select(id => address.Workbench(id, classifierId: null)),
            page.FindAll(".task .crops a").Select(link => PageAddress.Parse<OccurrenceAddress>(link.GetAttribute("href")!)!).OrderBy(opened => opened.Id)));
    }

    private static AngleSharp.Dom.IElement LaunchButton(IRenderedComponent<SelectionMaskPage> page) =>
        page.FindAll(".task button").Single(button => button.TextContent.Contains("Launch", StringComparison.Ordinal));

    private IRenderedComponent<SelectionMaskPage> Open(SelectionMaskAddress address)
    {
        _dashboard.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return _dashboard.Render<SelectionMaskPage>();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
