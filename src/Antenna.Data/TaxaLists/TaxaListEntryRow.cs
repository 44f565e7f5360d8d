using Antenna.Data.Model;
using Antenna.Data.Paging;

namespace Antenna.Data.TaxaLists;

/// <summary>A taxon on a version of a list.</summary>
/// <param name="IncludeDescendants">It stands for everything below it.</param>
/// <param name="CommonName">Null where none is known.</param>
/// <param name="Family">Null where it is not known, or the taxon is itself one or stands above.</param>
/// <param name="NamedBy">The classifiers some class of which the entry keeps, by name.</param>
public sealed record TaxaListEntryRow(
    TaxonName Taxon, bool IncludeDescendants, string? CommonName, TaxonName? Family, IReadOnlyList<AlgorithmName> NamedBy);

/// <summary>Which entries to list. What is null does not filter; all that is set must hold.</summary>
public sealed record TaxaListEntryFilter
{
    /// <summary>A part of the scientific name, a synonym, a common name or the family, in any case.</summary>
    public string? Search { get; init; }

    /// <summary>This classifier can name it.</summary>
    public long? NamedById { get; init; }

    /// <summary>This classifier cannot name it.</summary>
    public long? NotNamedById { get; init; }
}

/// <summary>A page of entries, and how many there are on all pages.</summary>
public sealed record TaxaListEntryPage(Page<TaxaListEntryRow> Page, int Count);

/// <summary>What a version lists otherwise than the one before it.</summary>
/// <param name="Before">The version before; null for the first.</param>
/// <param name="Added">Not on the version before, by name.</param>
/// <param name="Removed">No longer listed, by name.</param>
/// <param name="Changed">On both, and standing for what is below it on one of them only.</param>
public sealed record TaxaListDifference(
    int? Before, IReadOnlyList<TaxonName> Added, IReadOnlyList<TaxonName> Removed, IReadOnlyList<ChangedEntry> Changed);

/// <summary>An entry that stands for what is below it now, or no longer does.</summary>
public sealed record ChangedEntry(TaxonName Taxon, bool IncludesDescendantsNow);
