namespace Antenna.Core.Taxonomy;

/// <summary>How kinds of matches are named for people.</summary>
public static class NameMatchKindNames
{
    /// <summary>The kind as it stands in reports: lower case, English.</summary>
    public static string DisplayName(this NameMatchKind kind) => kind switch
    {
        NameMatchKind.CommonName => "common name",
        NameMatchKind.AcceptedSuggestion => "accepted suggestion",
        NameMatchKind.HigherRank => "higher rank",
        NameMatchKind.NotListed => "not listed",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
