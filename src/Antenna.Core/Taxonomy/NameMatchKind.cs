namespace Antenna.Core.Taxonomy;

/// <summary>How a name found its taxon, or why it did not.</summary>
public enum NameMatchKind
{
    /// <summary>By an external key.</summary>
    Key,

    /// <summary>By the name as it stands, or without authorship, case, superfluous spaces and hybrid signs.</summary>
    Exact,

    /// <summary>The name is a synonym: the accepted taxon counts.</summary>
    Synonym,

    /// <summary>By a common name that only one taxon has.</summary>
    CommonName,

    /// <summary>The name leaves the species open; it counts as the genus or higher taxon that it says for sure.</summary>
    HigherRank,

    /// <summary>Several taxa bear the name and nothing tells them apart: a person must choose.</summary>
    Ambiguous,

    /// <summary>No taxon bears the name, some have a similar one: a person may choose.</summary>
    Suggestion,

    Unmatched,
}
