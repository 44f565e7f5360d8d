using System.Numerics;

namespace Antenna.Core.Taxonomy;

/// <summary>
/// Names that a misspelt one may have meant. A scan over all names: an unmatched name is rare, and lengths and
/// letters rule out nearly all names before any distance is computed.
/// </summary>
internal sealed class SimilarNames
{
    private const int MostSuggestions = 5;

    /// <summary>An epithet shorter than this is borne by too many species to mean anything in another genus.</summary>
    private const int TellingEpithet = 5;

    private readonly Entry[] entries;

    public SimilarNames(IEnumerable<NamedTaxon> taxa)
    {
        entries =
        [
            .. taxa.Where(taxon => !taxon.IsMisapplied)
                .Select(taxon => (taxon.Id, Name: ScientificName.Parse(taxon.Name)))
                .Where(taxon => taxon.Name is { IsOpen: false, Uninomial: not null })
                .DistinctBy(taxon => taxon.Name.Key)
                .Select(taxon => new Entry(taxon.Id, taxon.Name)),
        ];
    }

    /// <summary>
    /// At most five suggestions: the species of an unknown subspecies, then names in the same genus, then others, each
    /// by distance; where there are none, the one species anywhere that bears the same epithet.
    /// </summary>
    public IReadOnlyList<NameSuggestion> Of(ParsedName name)
    {
        var sought = new Entry(0, name);
        var species = name.Epithets.Count > 1 || name.IsOpen ? SpeciesKey(name) : null;
        var similar = new List<(int Tier, NameSuggestion Suggestion)>();
        var sameEpithet = new List<NameSuggestion>();
        foreach (var entry in entries)
        {
            if (species is not null && entry.Key == species)
                similar.Add((0, entry.Suggest(EditDistance.Within(species, sought.Key, sought.Key.Length))));
            else if (Distance(sought, entry) is { } distance)
                similar.Add((entry.Genus == sought.Genus ? 1 : 2, entry.Suggest(distance)));
            else if (entry.Epithets.Length >= TellingEpithet && entry.Epithets == sought.Epithets)
                sameEpithet.Add(entry.Suggest(EditDistance.Within(sought.Key, entry.Key, sought.Key.Length + entry.Key.Length)));
        }
        if (similar.Count == 0)
            return sameEpithet.Count == 1 ? sameEpithet : [];
        return
        [
            .. similar.OrderBy(found => found.Tier)
                .ThenBy(found => found.Suggestion.Distance)
                .ThenBy(found => found.Suggestion.Name, StringComparer.Ordinal)
                .Select(found => found.Suggestion)
                .Take(MostSuggestions),
        ];
    }

    private static string? SpeciesKey(ParsedName name) =>
        name.Epithets.Count == 0 ? null : $"{name.Uninomial} {name.Epithets[0]}".ToLowerInvariant();

    /// <summary>The distance of two names, genus and epithets each within what their lengths allow; else null.</summary>
    private static int? Distance(in Entry sought, in Entry entry)
    {
        var genusLimit = Limit(sought.Genus.Length);
        var epithetsLimit = Limit(sought.Epithets.Length);
        if (Math.Abs(sought.Key.Length - entry.Key.Length) > genusLimit + epithetsLimit
            || BitOperations.PopCount(sought.Letters ^ entry.Letters) > 2 * (genusLimit + epithetsLimit)
            || (sought.Epithets.Length == 0) != (entry.Epithets.Length == 0))
        {
            return null;
        }
        var genus = EditDistance.Within(sought.Genus, entry.Genus, genusLimit);
        if (genus > genusLimit)
            return null;
        var epithets = EditDistance.Within(sought.Epithets, entry.Epithets, epithetsLimit);
        return epithets > epithetsLimit ? null : genus + epithets;
    }

    /// <summary>How many letters of a word may be wrong: a short one would become any other.</summary>
    private static int Limit(int length) => length switch { < 4 => 0, < 6 => 1, < 9 => 2, _ => 3 };

    private readonly struct Entry(long taxonId, ParsedName name)
    {
        public string Key { get; } = name.Key;

        public string Genus { get; } = name.Uninomial!.ToLowerInvariant();

        public string Epithets { get; } = string.Join(' ', name.Epithets);

        public ulong Letters { get; } = EditDistance.Letters(name.Key);

        public NameSuggestion Suggest(int distance) => new(taxonId, name.Canonical, distance);
    }
}
