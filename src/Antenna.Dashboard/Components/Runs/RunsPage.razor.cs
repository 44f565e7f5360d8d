using Antenna.Dashboard.Components.Addresses;
using Antenna.Data.Paging;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Tasks;


namespace Antenna.Dashboard.Components.Runs;

/// <summary>All runs, newest first; those under way move as one looks.</summary>
public sealed partial class RunsPage(RunHistory history, CurrentProject project, PostProcessingTasks tasks) : AddressedPage<RunsAddress>
{
    private const int PageSize = 50;

    private readonly LiveRunList _list = new(history);
    private RunFilterChoices? _choices;

    private RunFilter Filter => Address.Filter;

    private long? Project => Filter.ProjectId;

    protected override void OnInitialized() => FollowNews(_list.Concerns, _list.UpdateAsync);

    protected override Task OnNavigatedAsync() => ReadAsync();

    private Task ReadAsync() => LoadAsync(async cancellationToken =>
    {
        _choices = await history.ChoicesAsync(Project, cancellationToken);
        await _list.ReadAsync(new(Filter, PageSize, Address.Cursor), cancellationToken);
        if (_choices.Projects.FirstOrDefault(choice => choice.Id == Project) is { } here)
            project.Set(here.Id, here.Name);
    });

    private void Show(RunFilter filter) => GoTo(Address.By(filter));

    private string TaskText(string? key) => key is null ? "" : tasks.Find(key)?.Name ?? key;

    private static string Name(IReadOnlyList<NamedChoice>? choices, long? id) =>
        choices?.FirstOrDefault(choice => choice.Id == id)?.Name ?? "";
}
