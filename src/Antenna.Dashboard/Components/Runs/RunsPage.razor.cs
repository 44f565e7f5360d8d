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

    [SupplyParameterFromQuery(Name = "project")]
    private string? ProjectValue { get; set; }

    private long? Project => AddressValue.Id(ProjectValue);

    [SupplyParameterFromQuery]
    private string? State { get; set; }

    [SupplyParameterFromQuery(Name = "task")]
    private string? TaskKey { get; set; }

    [SupplyParameterFromQuery(Name = "set")]
    private string? SetValue { get; set; }

    private long? Set => AddressValue.Id(SetValue);

    [SupplyParameterFromQuery(Name = "occurrence")]
    private string? OccurrenceValue { get; set; }

    private long? Occurrence => AddressValue.Id(OccurrenceValue);

    [SupplyParameterFromQuery(Name = "list")]
    private string? ListValue { get; set; }

    private long? List => AddressValue.Id(ListValue);

    [SupplyParameterFromQuery(Name = "list-version")]
    private string? ListVersionValue { get; set; }

    private long? ListVersion => AddressValue.Id(ListVersionValue);

    [SupplyParameterFromQuery(Name = "who")]
    private string? WhoValue { get; set; }

    private long? Who => AddressValue.Id(WhoValue);

    [SupplyParameterFromQuery]
    private string? Cursor { get; set; }

    private RunFilter Filter => new()
    {
        ProjectId = Project,
        State = DashboardUrls.Constant<RunState>(State),
        Task = AddressValue.Text(TaskKey),
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

    private void Show(RunFilter filter) => navigation.NavigateTo(DashboardUrls.Runs(filter));

    private static string TaskText(string? key) => key is null ? "" : RunTask.NameOf(key);

    private static string Name(IReadOnlyList<NamedChoice>? choices, long? id) =>
        choices?.FirstOrDefault(choice => choice.Id == id)?.Name ?? "";
}
