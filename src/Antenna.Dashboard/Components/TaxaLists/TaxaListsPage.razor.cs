using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.SignIn;
using Antenna.Data.News;
using Antenna.Data.TaxaLists;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.TaxaLists;

/// <summary>The taxa lists that a project may use, or all.</summary>
public sealed partial class TaxaListsPage(TaxaListCatalog lists, ICurrentPerson currentPerson) : LiveComponent
{
    private IReadOnlyList<TaxaListOverview>? _lists;

    [SupplyParameterFromQuery(Name = "project")]
    private string? ProjectValue { get; set; }

    private long? Project => AddressValue.Id(ProjectValue);

    protected override void OnInitialized() => FollowNews(change => change.Subject is NewsSubject.TaxaList, (_, cancellationToken) => RefreshAsync(cancellationToken));

    protected override Task OnParametersSetAsync() => ReadAsync();

    private Task ReadAsync() => LoadAsync(RefreshAsync);

    private async Task RefreshAsync(CancellationToken cancellationToken) =>
        _lists = await lists.ListAsync(Project, await currentPerson.FindAsync(cancellationToken), cancellationToken);
}
