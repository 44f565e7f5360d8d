using Antenna.Data.Occurrences;

namespace Antenna.Dashboard.Components.Selection;

/// <summary>The occurrences that a person selected, on whatever pages of the list.</summary>
public sealed record OccurrenceSelection
{
    public static OccurrenceSelection None { get; } = new();

    private HashSet<long> SelectedIds { get; init; } = [];

    /// <summary>In no order that means anything.</summary>
    public IReadOnlyCollection<long> Ids => SelectedIds;

    public int Count => SelectedIds.Count;

    public static OccurrenceSelection Of(IEnumerable<long> ids) => new() { SelectedIds = [.. ids] };

    public bool Has(long id) => SelectedIds.Contains(id);

    public bool HasAll(IReadOnlyList<OccurrenceRow> rows) => rows.Count > 0 && rows.All(row => Has(row.Id));

    /// <summary>The selected rows of a page.</summary>
    public IReadOnlyList<OccurrenceRow> On(IReadOnlyList<OccurrenceRow> rows) => [.. rows.Where(row => Has(row.Id))];

    public OccurrenceSelection Toggle(long id) => Has(id) ? Without([id]) : Of([.. SelectedIds, id]);

    /// <summary>With all rows of a page, or without any of them where all are selected already.</summary>
    public OccurrenceSelection ToggleAll(IReadOnlyList<OccurrenceRow> rows)
    {
        var ids = rows.Select(row => row.Id);
        return HasAll(rows) ? Without(ids) : With(ids);
    }

    public OccurrenceSelection With(IEnumerable<long> ids) => Of(SelectedIds.Concat(ids));

    public OccurrenceSelection Without(IEnumerable<long> ids) => Of(SelectedIds.Except(ids));

    // The generated equality compares the sets by reference.
    public bool Equals(OccurrenceSelection? other) => other is not null && SelectedIds.SetEquals(other.SelectedIds);

    public override int GetHashCode() => Count;
}
