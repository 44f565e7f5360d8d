using AngleSharp.Dom;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Projects;
using Antenna.Dashboard.Components.Runs;
using Antenna.Data.Model;
using Antenna.Data.StandingMasks;
using Antenna.PostProcessing.Masking;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.Projects;

/// <summary>Standing masks on their project's page: set, seen, paused, resumed and ended, each with its numbers first.</summary>
public sealed class ProjectPageTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private DashboardContext _dashboard = null!;
    private Scenario _scenario = null!;
    private ScenarioClassifier _moths = null!;
    private TaxaList _list = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _dashboard = new(_database);
        _scenario = await Scenario.CreateAsync(_database.DataSource);
        _moths = await _scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        await _scenario.AddOccurrencesAsync([[[_moths.Says(1, 4)], [_moths.Says(2, 4)]], [[_moths.Says(4, 1)]]]);
        _list = await _scenario.AddListOfAsync("Actias luna");
        await _dashboard.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public void A_project_that_is_not_there_is_told_and_no_other_is_in_view()
    {
        var current = _dashboard.Services.GetRequiredService<CurrentProject>();
        current.Choose(_scenario.Project.Id, _scenario.Project.Name);

        var page = Open(new(987_654));

        page.WaitForAssertion(() => Assert.EndsWith("no project 987654", page.Find("h1").TextContent, StringComparison.Ordinal));
        Assert.Null(current.Id);
    }

    [Fact]
    public async Task It_is_set_after_its_numbers_were_told_and_touches_nothing()
    {
        var page = Open(Chosen);
        page.WaitForAssertion(() => Assert.Equal(1, Effects(page).CountOf("class of 2")));
        Assert.Contains("v1 now", Effects(page).Words(), StringComparison.Ordinal);
        Assert.Equal((3, 3), (Effects(page).CountOf("prediction"), Effects(page).CountOf("capture")));
        Assert.Empty(await MasksAsync());

        await page.PressAsync(() => page.Button("Set it"));

        page.WaitForAssertion(() => Assert.Equal(new ProjectAddress(_scenario.Project.Id).ToString(), Address));
        var mask = Assert.Single(await MasksAsync());
        Assert.Equal((_list.Id, _moths.Id, DashboardContext.Curator), (mask.TaxaListId, mask.ClassifierId, mask.SetBy));
        page.WaitForAssertion(() => Assert.Contains($"Set by {DashboardContext.Curator}", page.Find("article").TextContent, StringComparison.Ordinal));
        Assert.Equal(0, await RunsAsync());
    }

    [Fact]
    public async Task What_is_there_is_masked_with_it_only_where_that_was_chosen()
    {
        var page = Open(Chosen with { AlsoNow = true });
        page.WaitForAssertion(() => Assert.False(page.Button("Set it").HasAttribute("disabled")));

        await page.PressAsync(() => page.Button("Set it"));

        page.WaitForAssertion(() => Assert.Equal(DashboardUrls.Run(1), page.Link("Run 1").GetAttribute("href")));
        await _dashboard.ExecuteAsync(1);
        await using var context = _database.CreateDbContext();
        Assert.Equal(RunState.Succeeded, (await context.Runs.SingleAsync(Token)).State);
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_field_and_it_cannot_be_set()
    {
        await _scenario.AddVersionAsync(_list, ["Turdus merula"]);

        var page = Open(Chosen);

        page.WaitForAssertion(() => Assert.Equal(2, page.Find("[role=alert]").CountOf("class")));
        Assert.All(["None", "moths"], part => Assert.Contains(part, page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.True(page.Button("Set it").HasAttribute("disabled"));
    }

    [Fact]
    public async Task It_is_paused_resumed_and_ended_and_each_says_first_what_that_does()
    {
        var mask = await SetAsync();
        await OweAndLaunchAsync(mask);
        var page = Open(new(_scenario.Project.Id));

        await AnswerAsync(page, "Pause: moths", "What its 1 run masked stays masked", "Pause it");
        page.WaitForAssertion(() => Assert.Equal("paused", page.Find("article .badge").TextContent));
        await AnswerAsync(page, "Resume: moths", "3 predictions of moths on 3 captures", "Resume it");
        page.WaitForAssertion(() => Assert.Equal("stands", page.Find("article .badge").TextContent));
        await AnswerAsync(page, "End: moths", "cannot be resumed", "End it for good");
        page.WaitForAssertion(() => Assert.Equal("ended", page.Find("article .badge").TextContent));

        Assert.Empty(page.FindAll("article button"));
        Assert.Equal(DashboardContext.Curator, Assert.Single(await MasksAsync()).Ended?.By);
    }

    [Fact]
    public async Task What_was_asked_and_left_changes_nothing()
    {
        await SetAsync();
        var page = Open(new(_scenario.Project.Id));

        await AnswerAsync(page, "End: moths", "It has launched no run yet", "Leave it");

        page.WaitForAssertion(() => page.Button("End: moths"));
        Assert.Null(Assert.Single(await MasksAsync()).Ended);
    }

    [Fact]
    public async Task What_is_there_is_masked_afterwards_by_a_run_whose_page_is_opened()
    {
        await SetAsync();
        var page = Open(new(_scenario.Project.Id));

        await AnswerAsync(page, "Mask what is there: moths", "3 predictions of moths on 3 captures", "Launch the run");

        page.WaitForAssertion(() => Assert.Equal(DashboardUrls.Run(1), Address));
    }

    [Fact]
    public async Task The_import_names_its_run_and_the_run_its_standing_mask_and_import()
    {
        var run = await OweAndLaunchAsync(await SetAsync());

        var page = Open(new(_scenario.Project.Id));

        page.WaitForAssertion(() => Assert.Equal(DashboardUrls.Run(run), page.Link($"Run {run}").GetAttribute("href")));
        var row = page.Find("article tbody tr");
        Assert.Contains("night.json", row.TextContent, StringComparison.Ordinal);
        Assert.Equal("Queued", row.QuerySelector(".state")!.TextContent);
        await _dashboard.ExecuteAsync(run);
        page.WaitForAssertion(() => Assert.Equal("Succeeded", page.Find("article tbody tr .state").TextContent));

        _dashboard.Services.GetRequiredService<NavigationManager>().NavigateTo(new RunsAddress { Filter = new() { ByStandingMask = true } });
        var runs = _dashboard.Render<RunsPage>();
        runs.WaitForAssertion(() => Assert.Equal(new ProjectAddress(_scenario.Project.Id).ToString(), runs.Link("standing mask 1").GetAttribute("href")));
        Assert.Single(runs.FindAll("tbody tr"));

        var ofRun = _dashboard.Render<RunPage>(parameters => parameters.Add(it => it.Id, run));
        ofRun.WaitForAssertion(() => Assert.Equal(
            new ProjectAddress(_scenario.Project.Id).ToString(), ofRun.Link("standing mask 1").GetAttribute("href")));
        Assert.Contains("night.json", ofRun.Find(".undoing").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_that_is_not_there_is_said_so()
    {
        var page = Open(new(999));

        page.WaitForAssertion(() => Assert.EndsWith("no project 999", page.Find("h1").TextContent, StringComparison.Ordinal));
    }

    private ProjectAddress Chosen => new(_scenario.Project.Id)
    {
        IsSetting = true, Settings = new() { TaxaListId = _list.Id, ClassifierIds = [_moths.Id] },
    };

    private string Address
    {
        get
        {
            var navigation = _dashboard.Services.GetRequiredService<NavigationManager>();
            return navigation.ToBaseRelativePath(navigation.Uri);
        }
    }

    private IRenderedComponent<ProjectPage> Open(ProjectAddress address)
    {
        _dashboard.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return _dashboard.Render<ProjectPage>(parameters => parameters.Add(page => page.Id, address.Id));
    }

    /// <summary>What a standing mask would do, told before it is set.</summary>
    private static IElement Effects(IRenderedComponent<ProjectPage> page) =>
        page.FindAll("[aria-live=polite]").Single(part => part.QuerySelector("h3")?.TextContent == "What it would do");

    /// <summary>Chooses what to do, is told its numbers, and answers.</summary>
    private static async Task AnswerAsync(IRenderedComponent<ProjectPage> page, string action, string told, string answer)
    {
        page.WaitForAssertion(() => page.Button(action));
        await page.PressAsync(() => page.Button(action));
        page.WaitForAssertion(() => Assert.Contains(told, page.Find(".confirm").TextContent, StringComparison.Ordinal));
        await page.PressAsync(() => page.Button(answer));
    }

    private Task<IReadOnlyList<StandingMaskRow>> MasksAsync() => _dashboard.Product<StandingMaskCatalog>().ListAsync(_scenario.Project.Id, Token);

    private Task<long> SetAsync() => _dashboard.Product<StandingMaskControl>().SetAsync(
        _scenario.Project, new() { TaxaListId = _list.Id, ClassifierIds = [_moths.Id] }, _scenario.Curator, Token);

    /// <summary>Has an import owe a run over the project's set, and launches it.</summary>
    private async Task<long> OweAndLaunchAsync(long mask)
    {
        await using var context = _database.CreateDbContext();
        var launch = new StandingMaskLaunch { StandingMaskId = mask, CaptureSetId = _scenario.Set.Id, File = "night.json", ImportedAt = Scenario.Night };
        context.Add(launch);
        await context.SaveChangesAsync(Token);
        await _dashboard.Product<StandingMaskLauncher>().LaunchOwedAsync(Token);
        return (await context.StandingMaskLaunches.AsNoTracking().SingleAsync(each => each.Id == launch.Id, Token)).RunId!.Value;
    }

    private async Task<int> RunsAsync()
    {
        await using var context = _database.CreateDbContext();
        return await context.Runs.CountAsync(Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
