namespace Antenna.Core.Taxonomy;

/// <summary>How a name found its taxon, or why it did not.</summary>
public enum NameMatchKind
{
    /// <summary>By an external key.</summary>
    Key,

    /// <summary>By the whole name: as it stands, or without authorship, case, superfluous spaces and hybrid signs.</summary>
    Exact,

    /// <summary>The name is a synonym: the accepted taxon counts.</summary>
    Synonym,

    /// <summary>By a common name that only one taxon has.</summary>
    CommonName,

    /// <summary>A person accepted what was suggested for the name.</summary>
    AcceptedSuggestion,

    /// <summary>No taxon is certain, some bear the name or a similar one: a person may choose.</summary>
    Suggestion,

    /// <summary>The name leaves the species open: only a genus or higher taxon is sure, and that is not what it names.</summary>
    HigherRank,

    /// <summary>Its source says that the name does not belong: misapplied, absent, excluded…</summary>
    NotListed,

    Unmatched,
}
