using Antenna.Core.Taxonomy;

namespace Antenna.Data.Import.Identifications;

/// <summary>Finds the taxa that identifications name; a name that stands there again and again is matched once.</summary>
/// <param name="without">What becomes of rows that name what is not certain to be a taxon.</param>
internal sealed class IdentifiedNames(NameMatcher matcher, ImportFindings findings, string without = "rows that name it are left out")
{
    /// <summary>People name far fewer taxa; a column that holds something else may hold a million different texts.</summary>
    private const int MatchesKept = 20_000;

    private readonly Dictionary<string, NameMatch> _matches = new(StringComparer.Ordinal);
    private bool _anyMatched;

    /// <summary>Whether there were names, and none of them is a taxon's: then something is wrong with all of them.</summary>
    public bool NoneMatched => Count > 0 && !_anyMatched;

    /// <summary>How many names there were.</summary>
    public long Count { get; private set; }

    /// <summary>The accepted taxon of a name; null where that is not certain, which the findings then say.</summary>
    /// <param name="place">Where it stands, first.</param>
    /// <param name="times">In how many rows it stands.</param>
    public long? AcceptedTaxonOf(string name, ImportPlace place, long times = 1)
    {
        var match = MatchOf(name);
        if (match.AcceptedTaxonId is null)
            findings.Warn(Describe(name, match), place, times: times);
        else if (match.Kind is not (NameMatchKind.Exact or NameMatchKind.Key))
            findings.Note(
                "Names that are not the accepted name of a taxon count as that taxon.",
                place, $"{ShortText.Quote(name)} as {matcher.Tree[match.AcceptedTaxonId.Value].Name}", times);
        return match.AcceptedTaxonId;
    }

    private NameMatch MatchOf(string name)
    {
        if (_matches.TryGetValue(name, out var match))
            return match;
        match = matcher.Match(name);
        Count++;
        _anyMatched |= match.AcceptedTaxonId is not null;
        if (_matches.Count < MatchesKept)
            _matches.Add(name, match);
        return match;
    }

    private string Describe(string name, NameMatch match)
    {
        var why = match.Note ?? "No taxon bears it.";
        var advice = match.Suggestions.Count == 0
            ? "Correct it, or import its taxon."
            : $"Did you mean {string.Join(" or ", match.Suggestions.Select(suggestion => suggestion.Name).Distinct())}? Correct it, or import it as a synonym.";
        return $"{ShortText.Quote(name)} is not certain to be a taxon; {without}. {why} {advice}";
    }
}
