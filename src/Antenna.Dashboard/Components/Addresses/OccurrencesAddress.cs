using Antenna.Data.Occurrences;

namespace Antenna.Dashboard.Components.Addresses;

public enum OccurrencesView
{
    Table,
    Gallery,
}

/// <summary>What the list of occurrences shows: all of it is in its address.</summary>
public sealed record OccurrencesAddress(
    OccurrenceFilter Filter,
    OccurrenceSort Sort = OccurrenceSort.FirstSeen,
    bool Descending = true,
    int Size = 50,
    string? Cursor = null,
    OccurrencesView View = OccurrencesView.Table)
{
    /// <summary>The names and values of an address's query; defaults are left out.</summary>
    internal (string Name, object? Value)[] State() =>
    [
        ("project", Filter.ProjectId),
        ("q", Filter.Search),
        ("set", Filter.CaptureSetId),
        ("station", Filter.DeploymentId),
        ("from", Filter.From),
        ("to", Filter.To),
        ("taxon", Filter.TaxonId),
        ("min", Filter.MinScore),
        ("max", Filter.MaxScore),
        ("ran", Filter.RanAlgorithmId),
        ("not-ran", Filter.NotRanAlgorithmId),
        ("on-list", Filter.OnListVersionId),
        ("off-list", Filter.NotOnListVersionId),
        ("verified", Filter.Verified),
        ("run", Filter.ChangedBy?.RunId),
        ("change", Filter.ChangedBy is { Kind: not RunChangeKind.Any } change ? change.Kind : null),
        ("from-taxon", Filter.ChangedBy?.FromTaxonId),
        ("to-taxon", Filter.ChangedBy?.ToTaxonId),
        ("sort", Sort is OccurrenceSort.FirstSeen ? null : Sort),
        ("order", Descending ? null : "ascending"),
        ("size", Size == 50 ? null : Size),
        ("view", View is OccurrencesView.Table ? null : View),
        ("cursor", Cursor),
    ];
}
