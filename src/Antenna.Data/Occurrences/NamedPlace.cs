using Antenna.Data.Paging;

namespace Antenna.Data.Occurrences;

/// <summary>
/// An occurrence's place among others in the order of names: by the determined taxon, within one newest first (what has no
/// time before them, which is how the index has it), and what has no determination at the end.
/// </summary>
/// <param name="Name">Of the determined taxon; null where there is none.</param>
internal readonly record struct NamedPlace(string? Name, long TaxonId, DateTime? SeenAt, long Id)
{
    public IReadOnlyList<string> Values =>
        [Name ?? CursorValue.Absent, CursorValue.Of(TaxonId), CursorValue.Of(SeenAt), CursorValue.Of(Id)];

    /// <summary>The place that a cursor's key is; null where it is none.</summary>
    public static NamedPlace? Parse(PageCursor at) =>
        at.IsKeyOf(_ => true, CursorValue.IsId, time => time == CursorValue.Absent || CursorValue.ReadTime(time) is not null, CursorValue.IsId)
            ? new(
                at.Key[0] == CursorValue.Absent ? null : at.Key[0], CursorValue.ReadId(at.Key[1])!.Value, CursorValue.ReadTime(at.Key[2]),
                CursorValue.ReadId(at.Key[3])!.Value)
            : null;

    /// <summary>Which of two comes first.</summary>
    public static int Compare(NamedPlace one, NamedPlace other, bool descending) =>
        CompareTaxa((one.Name, one.TaxonId), (other.Name, other.TaxonId), descending) is var byTaxon and not 0
            ? byTaxon
            : (other.SeenAt ?? DateTime.MaxValue, other.Id).CompareTo((one.SeenAt ?? DateTime.MaxValue, one.Id));

    /// <summary>Which of two determinations comes first; none comes last, in either direction.</summary>
    public static int CompareTaxa((string? Name, long Id) one, (string? Name, long Id) other, bool descending)
    {
        if (one.Name is null || other.Name is null)
            return (one.Name is null).CompareTo(other.Name is null);
        var byName = string.CompareOrdinal(one.Name, other.Name) is var order and not 0 ? order : one.Id.CompareTo(other.Id);
        return descending ? -byName : byName;
    }
}
