using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.CaptureSets;
using Antenna.Dashboard.Components.Impacts;
using Antenna.Dashboard.Components.Layout;
using Antenna.Dashboard.Components.Occurrence;
using Antenna.Dashboard.Components.Runs;
using Antenna.Dashboard.Components.TaxaLists;
using Antenna.Data.Model;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.Layout;

/// <summary>The project in view stays chosen from page to page, and so do all projects.</summary>
public sealed class ChosenProjectTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private DashboardContext _dashboard = null!;
    private Scenario _scenario = null!;
    private ScenarioOccurrence _animal = null!;
    private TaxaList _list = null!;
    private MaskSettings _mask = null!;
    private long _run;
    private long _elsewhere;

    public static TheoryData<Thing> Things => [.. Enum.GetValues<Thing>()];

    private CurrentProject Current => _dashboard.Services.GetRequiredService<CurrentProject>();

    private NavigationManager Navigation => _dashboard.Services.GetRequiredService<NavigationManager>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _dashboard = new(_database);
        _scenario = await Scenario.CreateAsync(_database.DataSource);
        var moths = await _scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        _animal = await _scenario.AddOccurrenceAsync(moths.Says(1, 4));
        _list = await _scenario.AddListOfAsync("Actias luna");
        _mask = new() { TaxaListId = _list.Id, ClassifierIds = [moths.Id] };
        await _dashboard.StartAsync();
        _run = Assert.Single(await _dashboard.Product<RunLauncher>().LaunchAsync(new MaskRequest(RunScope.OfCaptureSet(_scenario.Set.Id), _mask), _scenario.Curator, Token)).RunId;
        _elsewhere = (await Scenario.CreateAsync(_database.DataSource, "Jutland")).Project.Id;
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Things))]
    public void All_projects_stay_chosen_whatever_is_opened_and_the_way_up_leads_to_what_all_have(Thing thing)
    {
        OpenBar(DashboardUrls.Runs());

        var page = Open(thing);

        Assert.Null(Current.Id);
        Assert.Equal(UpOf(thing, project: null), page.Find("a[rel=up]").GetAttribute("href"));
    }

    [Theory]
    [MemberData(nameof(Things))]
    public void Where_a_project_is_chosen_a_thing_of_another_brings_its_own_into_view(Thing thing)
    {
        var bar = OpenBar(DashboardUrls.Runs(_elsewhere));
        bar.WaitForAssertion(() => Assert.Equal(_elsewhere, Current.Id));

        var page = Open(thing);

        Assert.Equal(_scenario.Project.Id, Current.Id);
        Assert.Equal(UpOf(thing, _scenario.Project.Id), page.Find("a[rel=up]").GetAttribute("href"));
    }

    [Theory]
    [MemberData(nameof(Things))]
    public void Where_nothing_is_chosen_yet_what_is_opened_brings_its_project_into_view(Thing thing)
    {
        Open(thing);

        Assert.Equal(_scenario.Project.Id, Current.Id);
    }

    /// <summary>Then the list that it came from is in its address, and nothing else is left to know it by.</summary>
    [Fact]
    public void All_projects_stay_chosen_when_what_was_opened_from_their_list_is_loaded_again()
    {
        var address = new RunsAddress().Open(_run);
        OpenBar(address);

        var page = Render<RunPage>(address, $"Run {_run}", it => it.Add(each => each.Id, _run));

        Assert.Null(Current.Id);
        Assert.Equal(DashboardUrls.Runs(), page.Find("a[rel=up]").GetAttribute("href"));
    }

    [Fact]
    public void The_list_that_a_thing_was_opened_from_is_in_its_address_where_it_is_of_all_projects()
    {
        string[] opened =
        [
            new OccurrencesAddress().Open(7), new CaptureSetsAddress().Open(7), new RunsAddress().Open(7), new TaxaListsAddress().Open(7), new ImportsAddress().Open(7),
        ];
        string[] inProject =
        [
            new OccurrencesAddress { Filter = new() { ProjectId = 3 } }.Open(7), new CaptureSetsAddress { ProjectId = 3 }.Open(7),
            new RunsAddress { Filter = new() { ProjectId = 3 } }.Open(7), new TaxaListsAddress { ProjectId = 3 }.Open(7), new ImportsAddress { Filter = new() { ProjectId = 3 } }.Open(7),
        ];

        Assert.All(opened, address => Assert.True(ProjectPages.IsOpenedFromAll(address)));
        Assert.All(inProject, address => Assert.False(ProjectPages.IsOpenedFromAll(address)));
        Assert.All(inProject, address => Assert.DoesNotContain("from=", address, StringComparison.Ordinal));
    }

    private IRenderedComponent<ProjectSwitcher> OpenBar(string address)
    {
        Navigation.NavigateTo(address);
        return _dashboard.Render<ProjectSwitcher>();
    }

    /// <summary>Opens a thing of the scenario's project, by its bare address, until it is there.</summary>
    private IRenderedComponent<IComponent> Open(Thing thing) => thing switch
    {
        Thing.Occurrence => Render<OccurrencePage>(new OccurrenceAddress(_animal.Id), $"Occurrence {_animal.Id}"),
        Thing.Run => Render<RunPage>(new RunAddress(_run), $"Run {_run}", it => it.Add(page => page.Id, _run)),
        Thing.CaptureSet => Render<CaptureSetPage>(new CaptureSetAddress(_scenario.Set.Id), _scenario.Set.Name),
        Thing.ImpactCases => Render<ImpactCasesPage>(new ImpactCasesAddress(_scenario.Set.Id) { Settings = _mask }, _scenario.Set.Name),
        _ => Render<TaxaListPage>(new TaxaListAddress(_list.Id), _list.Name),
    };

    private string UpOf(Thing thing, long? project) => thing switch
    {
        Thing.Occurrence => DashboardUrls.Occurrences(project),
        Thing.Run => DashboardUrls.Runs(project),
        Thing.CaptureSet => DashboardUrls.CaptureSets(project),
        Thing.ImpactCases => DashboardUrls.CaptureSet(_scenario.Set.Id, _mask),
        _ => DashboardUrls.TaxaLists(project),
    };

    private IRenderedComponent<TPage> Render<TPage>(string address, string shown, Action<ComponentParameterCollectionBuilder<TPage>>? parameters = null)
        where TPage : IComponent
    {
        Navigation.NavigateTo(address);
        var page = _dashboard.Render<TPage>(parameters ?? (_ => { }));
        page.WaitForAssertion(() => Assert.Contains(shown, page.Find("header").TextContent, StringComparison.Ordinal));
        return page;
    }

    /// <summary>What has a page of its own, and belongs to a project.</summary>
    public enum Thing
    {
        Occurrence,
        Run,
        CaptureSet,
        ImpactCases,
        TaxaList,
    }
}
