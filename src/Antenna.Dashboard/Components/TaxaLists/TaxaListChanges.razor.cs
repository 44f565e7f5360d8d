using Antenna.Dashboard.Components.Live;
using Antenna.Data.TaxaLists;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.TaxaLists;

/// <summary>What a version lists otherwise than the one before it.</summary>
public sealed partial class TaxaListChanges(TaxaListReader reader) : LiveComponent
{
    private const int FirstNames = 100;

    private TaxaListDifference? _difference;
    private int _most = FirstNames;

    [Parameter, EditorRequired]
    public long VersionId { get; set; }

    protected override Task OnInitializedAsync() => ReadAsync();

    private Task ReadMoreAsync()
    {
        _most *= 10;
        return ReadAsync();
    }

    private Task ReadAsync() => LoadAsync(async cancellationToken => _difference = await reader.DifferenceAsync(VersionId, _most, cancellationToken));
}
