using Antenna.Dashboard.Components.Live;
using Antenna.Data.TaxaLists;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.TaxaLists;

/// <summary>What a version lists otherwise than the one before it.</summary>
public sealed partial class TaxaListChanges(TaxaListReader reader) : LiveComponent
{
    private TaxaListDifference? _difference;

    [Parameter, EditorRequired]
    public long VersionId { get; set; }

    protected override Task OnInitializedAsync() => ReadAsync();

    private Task ReadAsync() => LoadAsync(async cancellationToken => _difference = await reader.DifferenceAsync(VersionId, cancellationToken));
}
