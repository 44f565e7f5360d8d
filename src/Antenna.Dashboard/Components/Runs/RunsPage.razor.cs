using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Data.Model;
using Antenna.Data.Paging;
using Antenna.Data.Runs;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Runs;

/// <summary>All runs, newest first; those under way move as one looks.</summary>
public sealed partial class RunsPage(RunHistory history, CurrentProject project, NavigationManager navigation) : LiveComponent
{
    private const int PageSize = 50;

    private readonly LiveRunList _list = new(history);
    private RunFilterChoices? _choices;

    [SupplyParameterFromQuery]
    private long? Project { get; set; }

    [SupplyParameterFromQuery]
    private string? State { get; set; }

    [SupplyParameterFromQuery(Name = "task")]
    private string? TaskKey { get; set; }

    [SupplyParameterFromQuery]
    private long? Set { get; set; }

    [SupplyParameterFromQuery]
    private long? Occurrence { get; set; }

    [SupplyParameterFromQuery]
    private long? List { get; set; }

    [SupplyParameterFromQuery(Name = "list-version")]
    private long? ListVersion { get; set; }

    [SupplyParameterFromQuery]
    private long? Who { get; set; }

    [SupplyParameterFromQuery]
    private string? Cursor { get; set; }

    private RunFilter Filter => new()
    {
        ProjectId = Project,
        State = Links.Constant<RunState>(State),
        Task = TaskKey,
        CaptureSetId = Set,
        OccurrenceId = Occurrence,
        TaxaListId = List,
        TaxaListVersionId = ListVersion,
        RequestedById = Who,
    };

    protected override void OnInitialized() => FollowNews(_list.Concerns, _list.UpdateAsync);

    protected override Task OnParametersSetAsync() => ReadAsync();

    private Task ReadAsync() => LoadAsync(async cancellationToken =>
    {
        _choices = await history.ChoicesAsync(Project, cancellationToken);
        await _list.ReadAsync(new(Filter, PageSize, Cursor), cancellationToken);
        if (_choices.Projects.FirstOrDefault(choice => choice.Id == Project) is { } here)
            project.Set(here.Id, here.Name);
    });

    private void Show(RunFilter filter) => navigation.NavigateTo(Links.Runs(filter));

    private static string TaskText(string? key) => key is null ? "" : RunTask.NameOf(key);

    private static string Name(IReadOnlyList<NamedChoice>? choices, long? id) =>
        choices?.FirstOrDefault(choice => choice.Id == id)?.Name ?? "";
}
