using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Runs;
using Antenna.Data.Demo;
using Antenna.Data.Model;
using Antenna.Data.News;
using Antenna.Data.Projects;
using Antenna.Data.Runs;

namespace Antenna.Dashboard.Components.Pages;

/// <summary>The start page: what there is, what ran last, and what to do first.</summary>
public sealed partial class Home(ProjectCatalog catalog, DemoTours tours, RunHistory history, CurrentProject current) : LiveComponent
{
    /// <summary>Pictures next to each project.</summary>
    private const int LatestAnimals = 12;

    private const int LatestRuns = 5;

    private IReadOnlyList<ProjectOverview>? _projects;
    private DemoTour? _tour;
    private readonly LiveRunList _runs = new(history);

    protected override async Task OnInitializedAsync()
    {
        FollowNews(change => change.Subject is NewsSubject.Project || _runs.Concerns(change), UpdateAsync);
        await ReadAsync();
    }

    private Task ReadAsync() => LoadAsync(async cancellationToken =>
    {
        await _runs.ReadAsync(new(new(), LatestRuns), cancellationToken);
        await ReadProjectsAsync(cancellationToken);

        // Where there is but one project, the bar's links need not ask which.
        if (_projects is [{ Project: var only }])
            current.Open(only.Id, only.Name);
    });

    private async Task UpdateAsync(NewsBatch news, CancellationToken cancellationToken)
    {
        var before = States;
        await _runs.UpdateAsync(news, cancellationToken);

        // What projects hold changes with an import, and when a run begins or ends; in between only runs move.
        if (news.HasMissed || news.Items.Any(item => item.Change?.Subject is NewsSubject.Project) || !before.SequenceEqual(States))
            await ReadProjectsAsync(cancellationToken);
    }

    private async Task ReadProjectsAsync(CancellationToken cancellationToken)
    {
        _projects = await catalog.OverviewsAsync(LatestAnimals, cancellationToken);
        var demo = _projects.FirstOrDefault(project => project.Project.IsDemo);
        _tour = demo is null ? null : await tours.FindAsync(demo.Project.Id, cancellationToken);
    }

    private List<(long Id, RunState State)> States => [.. (_runs.Page?.Items ?? []).Select(run => (run.Id, run.Progress.State))];
}
