using System.Globalization;

namespace Antenna.Data.Occurrences;

/// <summary>
/// An occurrence's place among others in the order of names: by the determined taxon, within one newest first (what has no
/// time before them, which is how the index has it), and what has no determination at the end.
/// </summary>
/// <param name="Name">Of the determined taxon; null where there is none.</param>
internal readonly record struct NamedPlace(string? Name, long TaxonId, DateTime? SeenAt, long Id)
{
    private const string TimeFormat = "O";

    public IReadOnlyList<string> Values =>
    [
        Name ?? "",
        TaxonId.ToString(CultureInfo.InvariantCulture),
        SeenAt?.ToString(TimeFormat, CultureInfo.InvariantCulture) ?? "",
        Id.ToString(CultureInfo.InvariantCulture),
    ];

    /// <summary>The place that a cursor's values say; null where they say none.</summary>
    public static NamedPlace? Parse(IReadOnlyList<string> values)
    {
        if (values is not [var name, var taxonText, var seenText, var idText]
            || !long.TryParse(taxonText, CultureInfo.InvariantCulture, out var taxonId)
            || !long.TryParse(idText, CultureInfo.InvariantCulture, out var id))
            return null;
        if (seenText.Length == 0)
            return new(name.Length == 0 ? null : name, taxonId, null, id);
        return DateTime.TryParseExact(seenText, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var seen)
            ? new(name.Length == 0 ? null : name, taxonId, DateTime.SpecifyKind(seen, DateTimeKind.Unspecified), id)
            : null;
    }

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
