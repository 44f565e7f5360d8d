using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.SignIn;
using Antenna.Data.News;
using Antenna.Data.TaxaLists;

namespace Antenna.Dashboard.Components.TaxaLists;

/// <summary>The taxa lists that a project may use, or all.</summary>
public sealed partial class TaxaListsPage(TaxaListCatalog lists, ICurrentPerson currentPerson) : AddressedPage<TaxaListsAddress>
{
    private IReadOnlyList<TaxaListOverview>? _lists;

    private long? Project => Address.ProjectId;

    protected override void OnInitialized() => FollowNews(change => change.Subject is NewsSubject.TaxaList, (_, cancellationToken) => RefreshAsync(cancellationToken));

    protected override Task OnNavigatedAsync() => ReadAsync();

    private Task ReadAsync() => LoadAsync(RefreshAsync);

    private async Task RefreshAsync(CancellationToken cancellationToken) =>
        _lists = await lists.ListAsync(Project, await currentPerson.FindAsync(cancellationToken), cancellationToken);
}
