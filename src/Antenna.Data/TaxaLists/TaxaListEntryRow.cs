using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.Data.Paging;

namespace Antenna.Data.TaxaLists;

/// <summary>A name on a version of a list.</summary>
/// <param name="Key">Equal for two spellings of the name.</param>
/// <param name="Name">The name as written.</param>
/// <param name="HomonymKingdom">The kingdom, in lower case, where the version lists a homonym in another one; else null.</param>
/// <param name="RankText">The rank as written, where it is none that is known.</param>
/// <param name="AcceptedName">The name that the list accepts in the place of this one; null where it accepts this one.</param>
/// <param name="IncludeDescendants">It stands for everything below it.</param>
/// <param name="Taxon">The accepted taxon that it is; null where it is on the list, but not in the taxonomy.</param>
/// <param name="Match">How the taxon was found; null where none was.</param>
/// <param name="CommonName">Null where none is known.</param>
/// <param name="Family">By the taxonomy, else by the list; null where neither says it, or the name is that of a family or above.</param>
/// <param name="NamedBy">The classifiers some class of which the entry keeps, by name.</param>
public sealed record TaxaListEntryRow(
    string Key,
    string Name,
    string? HomonymKingdom,
    Rank Rank,
    string? RankText,
    string? AcceptedName,
    bool IncludeDescendants,
    TaxonName? Taxon,
    NameMatchKind? Match,
    string? CommonName,
    string? Family,
    IReadOnlyList<AlgorithmName> NamedBy);

/// <summary>Which entries to list. What is null does not filter; all that is set must hold.</summary>
public sealed record TaxaListEntryFilter
{
    /// <summary>A part of the name as written, of any name of its taxon, of a common name or the family, in any case.</summary>
    public string? Search { get; init; }

    /// <summary>This classifier can name it.</summary>
    public long? NamedById { get; init; }

    /// <summary>This classifier cannot name it, though the taxonomy knows it.</summary>
    public long? NotNamedById { get; init; }

    /// <summary>Whether the taxonomy knows the name.</summary>
    public bool? InTaxonomy { get; init; }

    /// <summary>This taxon or one below it; a name that the taxonomy does not know, by the higher taxa that the list gives.</summary>
    public long? TaxonId { get; init; }

    /// <summary>The version of this number lists it, and the one before that did not.</summary>
    public int? AddedIn { get; init; }
}

/// <summary>A page of entries, and their number on all pages.</summary>
/// <param name="Taxon">The taxon that they are filtered by; null for none, and where there is none of that id.</param>
public sealed record TaxaListEntryPage(Page<TaxaListEntryRow> Page, int Count, TaxonName? Taxon);
