using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Runs;
using Antenna.Data.Runs;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.TaxaLists;

/// <summary>The last runs that masked to a version.</summary>
public sealed partial class TaxaListRuns(RunHistory history) : LiveComponent
{
    private const int Shown = 25;

    private readonly LiveRunList _runs = new(history);

    [Parameter, EditorRequired]
    public long VersionId { get; set; }

    private RunFilter Filter => new() { TaxaListVersionId = VersionId };

    protected override async Task OnInitializedAsync()
    {
        FollowNews(_runs.Concerns, _runs.UpdateAsync);
        await ReadAsync();
    }

    private Task ReadAsync() => LoadAsync(cancellationToken => _runs.ReadAsync(new(Filter, Shown), cancellationToken));
}
