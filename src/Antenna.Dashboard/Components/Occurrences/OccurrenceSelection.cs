using Antenna.Data.Occurrences;

namespace Antenna.Dashboard.Components.Occurrences;

/// <summary>
/// The occurrences that are selected on the page at hand. It ends with the page: nothing that is not to be seen is ever
/// chosen.
/// </summary>
public sealed record OccurrenceSelection
{
    public static OccurrenceSelection None { get; } = new();

    private HashSet<long> Ids { get; init; } = [];

    public int Count => Ids.Count;

    public bool Has(long id) => Ids.Contains(id);

    public bool HasAll(IReadOnlyList<OccurrenceRow> rows) => rows.Count > 0 && rows.All(row => Has(row.Id));

    /// <summary>The chosen rows.</summary>
    public IReadOnlyList<OccurrenceRow> Of(IReadOnlyList<OccurrenceRow> rows) => [.. rows.Where(row => Has(row.Id))];

    public OccurrenceSelection Toggle(long id) =>
        new() { Ids = Has(id) ? Ids.Where(other => other != id).ToHashSet() : Ids.Append(id).ToHashSet() };

    /// <summary>All rows of the page, or none where all are chosen already.</summary>
    public OccurrenceSelection ToggleAll(IReadOnlyList<OccurrenceRow> rows) =>
        HasAll(rows) ? None : new() { Ids = rows.Select(row => row.Id).ToHashSet() };
}
