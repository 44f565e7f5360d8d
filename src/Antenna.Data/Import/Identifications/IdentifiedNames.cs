using Antenna.Core.Taxonomy;

namespace Antenna.Data.Import.Identifications;

/// <summary>Finds the taxa that identifications name, each name once however often it stands there.</summary>
internal sealed class IdentifiedNames(NameMatcher matcher, ImportFindings findings)
{
    private readonly Dictionary<string, NameMatch> _matches = new(StringComparer.Ordinal);

    /// <summary>Whether there were names, and none of them is a taxon's: then something is wrong with all of them.</summary>
    public bool NoneMatched => _matches.Count > 0 && _matches.Values.All(match => match.AcceptedTaxonId is null);

    /// <summary>How many names there were.</summary>
    public int Count => _matches.Count;

    /// <summary>The accepted taxon of a name; null where that is not certain, which the findings then say.</summary>
    public long? AcceptedTaxonOf(string name, ImportPlace place)
    {
        if (!_matches.TryGetValue(name, out var match))
            _matches.Add(name, match = matcher.Match(name));
        if (match.AcceptedTaxonId is null)
            findings.Warn(Describe(name, match), place);
        else if (match.Kind is not (NameMatchKind.Exact or NameMatchKind.Key))
            findings.Note(
                "Names that are not the accepted name of a taxon count as that taxon.",
                place, $"'{name}' as {matcher.Tree[match.AcceptedTaxonId.Value].Name}");
        return match.AcceptedTaxonId;
    }

    private static string Describe(string name, NameMatch match)
    {
        var why = match.Note ?? "No taxon bears it.";
        var advice = match.Suggestions.Count == 0
            ? "Correct it, or import its taxon."
            : $"Did you mean {string.Join(" or ", match.Suggestions.Select(suggestion => suggestion.Name).Distinct())}? Correct it, or import it as a synonym.";
        return $"'{name}' is not certain to be a taxon; rows that name it are left out. {why} {advice}";
    }
}
