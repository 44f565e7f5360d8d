using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Importing;
using Antenna.Data.Choices;
using Antenna.Data.ImportJobs;
using Antenna.Data.Model;
using Antenna.Data.News;
using Antenna.Data.Paging;

namespace Antenna.Dashboard.Components.ImportJobs;

/// <summary>All imports, newest first; those under way move as one looks.</summary>
public sealed partial class ImportsPage(ImportCatalog imports, ChoiceCatalog choices, CurrentProject project) : AddressedPage<ImportsAddress>
{
    private const int PageSize = 50;

    private Page<ImportRow>? _page;

    private ImportFilter Filter => Address.Filter;

    protected override void OnInitialized() =>
        FollowNews(change => change.Subject is NewsSubject.Import, (_, cancellationToken) => RefreshAsync(cancellationToken));

    protected override Task OnNavigatedAsync() => ReadAsync();

    private Task ReadAsync() => LoadAsync(async cancellationToken =>
    {
        await RefreshAsync(cancellationToken);
        if (Filter.ProjectId is { } id && await choices.NameAsync(ChoiceKind.Project, id, cancellationToken) is { } name)
            project.Choose(id, name);
    });

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var of = Address;
        var page = await imports.ReadAsync(of.Filter, PageSize, of.Cursor, cancellationToken);
        if (of == Address)
            _page = page;
    }

    private void Show(ImportFilter filter) => GoTo(new() { Filter = filter });

    private static string KindText(ImportKind? kind) => kind is { } known ? ImportKindText.Of(known) : "";
}
