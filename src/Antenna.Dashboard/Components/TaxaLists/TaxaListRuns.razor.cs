using Antenna.Dashboard.Components.Live;
using Antenna.Data.Paging;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Runs;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.TaxaLists;

/// <summary>The last runs that masked to a version.</summary>
public sealed partial class TaxaListRuns(RunHistory history, RunFeed feed) : LiveComponent
{
    private const int Shown = 25;

    private Page<RunRow>? _runs;

    [Parameter, EditorRequired]
    public long VersionId { get; set; }

    private RunFilter Filter => new() { TaxaListVersionId = VersionId };

    protected override async Task OnInitializedAsync()
    {
        Follow(changed => feed.Subscribe(null, changed), RefreshAsync);
        await ReadAsync();
    }

    private Task ReadAsync() => LoadAsync(RefreshAsync);

    private async Task RefreshAsync(CancellationToken cancellationToken) =>
        _runs = await history.ReadAsync(Filter, Shown, cursor: null, cancellationToken);
}
