using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Runs;
using Antenna.Data.Choices;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tasks;

namespace Antenna.Dashboard.Components.Runs;

/// <summary>All runs, newest first; those under way move as one looks.</summary>
public sealed partial class RunsPage(RunHistory history, ChoiceCatalog choices, CurrentProject project, PostProcessingTasks tasks)
    : AddressedPage<RunsAddress>
{
    private const int PageSize = 50;

    private readonly LiveRunList _list = new(history);
    private bool _hasSeveralProjects;

    private RunFilter Filter => Address.Filter;

    private long? Project => Filter.ProjectId;

    protected override void OnInitialized()
    {
        FollowNews(_list.Concerns, _list.UpdateAsync);
        Follow(
            look => Time.CreateTimer(_ => look(), null, NodeMonitor.Interval, NodeMonitor.Interval),
            cancellationToken => _list.LookForStallsAsync(Time.GetUtcNow().UtcDateTime, cancellationToken));
    }

    protected override Task OnNavigatedAsync() => ReadAsync();

    private Task ReadAsync() => LoadAsync(async cancellationToken =>
    {
        _hasSeveralProjects = await choices.HasSeveralProjectsAsync(cancellationToken);
        await _list.ReadAsync(new(Filter, PageSize, Address.Cursor), cancellationToken);
        if (Project is { } id && await choices.NameAsync(ChoiceKind.Project, id, cancellationToken) is { } name)
            project.Choose(id, name);
    });

    // A field of numbers gives its value again when it is left.
    private void Show(RunFilter filter)
    {
        if (filter != Filter)
            GoTo(Address.By(filter));
    }

    private static string StandingText(bool? standing) => standing switch { true => "launched by one", false => "launched by a person", _ => "" };

    private static string ScopeText(RunScopeKind? kind) => kind switch
    {
        RunScopeKind.Occurrence => "one occurrence",
        RunScopeKind.Selection => "a selection",
        RunScopeKind.CaptureSet => "a capture set",
        _ => "",
    };

    private static string KindText(OutcomeKind? kind) => kind is { } of ? RunSummary.KindOf(of) : "";

    private string TaskText(string? key) => key is null ? "" : tasks.Find(key)?.Name ?? key;
}
