namespace Antenna.Core.Taxonomy;

/// <summary>
/// Names that a misspelt one may have meant. A scan over all names, genus by genus: unmatched names are rare, and most
/// genera are too far away for their species to be looked at.
/// </summary>
internal sealed class SimilarNames
{
    private const int MostSuggestions = 5;

    /// <summary>An epithet shorter than this is borne by too many species to mean anything in another genus.</summary>
    private const int TellingEpithet = 5;

    private readonly Entry[] _entries;

    public SimilarNames(IEnumerable<NamedTaxon> taxa)
    {
        _entries =
        [
            .. taxa.Where(taxon => !taxon.IsMisapplied)
                .Select(taxon => (taxon.Id, Name: ScientificName.Parse(taxon.Name)))
                .Where(taxon => taxon.Name is { IsOpen: false, Uninomial: not null })
                .DistinctBy(taxon => taxon.Name.Key)
                .Select(taxon => new Entry(taxon.Id, taxon.Name))
                .OrderBy(entry => entry.Genus, StringComparer.Ordinal),
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
        var genus = "";
        int? toGenus = null;
        foreach (var entry in _entries)
        {
            if (entry.Genus != genus)
            {
                genus = entry.Genus;
                toGenus = Distance(sought.Genus, genus);
            }
            if (species is not null && entry.Key == species)
                similar.Add((0, entry.Suggest(EditDistance.Within(species, sought.Key, sought.Key.Length))));
            else if (toGenus is { } near && Distance(sought.Epithets, entry.Epithets) is { } distance)
                similar.Add((near == 0 ? 1 : 2, entry.Suggest(near + distance)));
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

    /// <summary>The distance of two words, null where it is more than the sought one's length allows.</summary>
    private static int? Distance(string sought, string found)
    {
        var limit = Limit(sought.Length);
        var distance = EditDistance.Within(sought, found, limit);
        return distance > limit ? null : distance;
    }

    /// <summary>How many letters of a word may be wrong: a short one would become any other.</summary>
    private static int Limit(int length) => length switch { < 4 => 0, < 6 => 1, < 9 => 2, _ => 3 };

    private readonly struct Entry(long taxonId, ParsedName name)
    {
        public string Genus { get; } = name.Uninomial!.ToLowerInvariant();

        public string Epithets { get; } = string.Join(' ', name.Epithets);

        public string Key { get; } = string.Join(' ', [name.Uninomial!.ToLowerInvariant(), .. name.Epithets]);

        public NameSuggestion Suggest(int distance) => new(taxonId, name.Canonical, distance);
    }
}
