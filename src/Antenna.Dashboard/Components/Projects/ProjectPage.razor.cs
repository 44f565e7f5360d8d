using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Data.Model;
using Antenna.Data.News;
using Antenna.Data.Projects;
using Antenna.Data.StandingMasks;
using Antenna.PostProcessing.Masking;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Projects;

/// <summary>One project: what is in it, and what happens to what is imported into it.</summary>
public sealed partial class ProjectPage(ProjectCatalog projects, StandingMaskCatalog masks, CurrentProject current) : AddressedPage<ProjectAddress>
{
    private ProjectSummary? _project;
    private IReadOnlyList<StandingMaskRow> _masks = [];
    private SetStandingMask? _set;
    private int _changes;

    /// <summary>Required by the router; the page goes by its address, which has it too.</summary>
    [Parameter]
    public long Id { get; set; }

    protected override void OnInitialized() => FollowNews(
        change => change.Is(NewsSubject.Project, Address.Id) || change.Subject is NewsSubject.Run && change.Ids.Any(Launched.ContainsKey), UpdateAsync);

    protected override async Task OnNavigatedAsync()
    {
        if (_project?.Id != Address.Id)
            await ReadAsync();
    }

    /// <summary>The runs that the page names, as it shows them.</summary>
    private Dictionary<long, RunState?> Launched => _masks.SelectMany(mask => mask.Launches).Where(launch => launch.RunId is not null)
        .DistinctBy(launch => launch.RunId).ToDictionary(launch => launch.RunId!.Value, launch => launch.State);

    private Task ReadAsync() => LoadAsync(RefreshAsync);

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var id = Address.Id;
        var project = await projects.FindAsync(id, cancellationToken);
        var rows = await masks.ListAsync(id, cancellationToken);
        if (id != Address.Id)
            return;
        if (_project?.Id != id)
            _set = null;
        (_project, _masks, _changes) = (project, rows, _changes + 1);
        if (project is not null)
            current.Open(id, project.Name);
        else
            current.Miss(id);
    }

    /// <summary>While a run works, only its counters change, which the page does not show.</summary>
    private async Task UpdateAsync(NewsBatch news, CancellationToken cancellationToken)
    {
        var shown = Launched;
        if (news.HasMissed || news.Items.Any(item => item.Change?.Subject is NewsSubject.Project)
            || news.Runs.Any(run => shown.TryGetValue(run.Id, out var state) && state != run.Progress.State))
            await RefreshAsync(cancellationToken);
    }

    private void Open() => GoTo(Address with { IsSetting = true });

    private void Close() => Replace(new(Address.Id));

    private void Choose((MaskSettings Settings, bool AlsoNow) chosen) =>
        Replace(Address with { Settings = chosen.Settings, AlsoNow = chosen.AlsoNow });

    private async Task OnSetAsync(SetStandingMask set)
    {
        _set = set;
        Close();
        await ReadAsync();
    }
}
