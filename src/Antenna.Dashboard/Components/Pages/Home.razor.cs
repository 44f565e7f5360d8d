using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Data.Demo;
using Antenna.Data.Model;
using Antenna.Data.Paging;
using Antenna.Data.Projects;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Runs;

namespace Antenna.Dashboard.Components.Pages;

/// <summary>The start page: what there is, what ran last, and what to do first.</summary>
public sealed partial class Home(ProjectCatalog catalog, DemoTours tours, RunHistory history, RunFeed feed, CurrentProject current) : LiveComponent
{
    /// <summary>Pictures beside each project.</summary>
    private const int LatestAnimals = 12;

    private const int LatestRuns = 5;

    private IReadOnlyList<ProjectOverview>? _projects;
    private DemoTour? _tour;
    private Page<RunRow> _runs = new([], null, null);

    protected override async Task OnInitializedAsync()
    {
        await ReadAsync();
        Follow(changed => feed.Subscribe(null, changed), RefreshAsync);
    }

    private Task ReadAsync() => LoadAsync(async cancellationToken =>
    {
        _projects = await catalog.OverviewsAsync(LatestAnimals, cancellationToken);
        await RefreshRunsAsync(cancellationToken);

        // Where there is but one project, the bar's links need not ask which.
        if (_projects is [{ Project: var only }])
            current.Set(only.Id, only.Name);
    });

    /// <summary>What a project holds takes longer to count than runs take to say how they stand: it is, when one begins or ends.</summary>
    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var before = States;
        await RefreshRunsAsync(cancellationToken);
        if (!before.SequenceEqual(States))
            _projects = await catalog.OverviewsAsync(LatestAnimals, cancellationToken);
    }

    private async Task RefreshRunsAsync(CancellationToken cancellationToken)
    {
        _runs = await history.ReadAsync(new(), LatestRuns, null, cancellationToken);
        var demo = _projects?.FirstOrDefault(project => project.Project.IsDemo);
        _tour = demo is null ? null : await tours.FindAsync(demo.Project.Id, cancellationToken);
    }

    private List<(long Id, RunState State)> States => [.. _runs.Items.Select(run => (run.Id, run.Progress.State))];
}
