using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Data.TaxaLists;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.TaxaLists;

/// <summary>How much of each classifier a version keeps, and how much of the version each can name.</summary>
public sealed partial class TaxaListCoverage(TaxaListCatalog lists) : LiveComponent
{
    private IReadOnlyList<ClassifierCoverage>? _coverage;

    [Parameter, EditorRequired]
    public TaxaListAddress Address { get; set; } = null!;

    [Parameter, EditorRequired]
    public TaxaListVersionOverview Version { get; set; } = null!;

    protected override Task OnInitializedAsync() => ReadAsync();

    private Task ReadAsync() => LoadAsync(async cancellationToken => _coverage = await lists.CoverageAsync(Version.Id, cancellationToken));

    private string Entries(TaxaListEntryFilter filter) => Address.By(filter) with { Version = Version.Number };

    private static double ShareOf(ClassifierCoverage row) => row.Labels.Taxa == 0 ? 0 : row.KeptClasses / (double)row.Labels.Taxa;
}
