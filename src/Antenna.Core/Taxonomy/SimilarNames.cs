namespace Antenna.Core.Taxonomy;

/// <summary>
/// Names that a misspelt one may have meant. Genera are compared first; most are too far away for their species to be
/// looked at.
/// </summary>
internal sealed class SimilarNames
{
    private const int MostSuggestions = 5;

    /// <summary>An epithet shorter than this is borne by too many species to mean anything in another genus.</summary>
    private const int TellingEpithet = 5;

    private readonly Genus[] _genera;

    /// <summary>For each epithet the one name that contains it; null where several do.</summary>
    private readonly Dictionary<string, Entry?> _bearers = [];

    public SimilarNames(IEnumerable<NamedTaxon> taxa)
    {
        _genera =
        [
            .. taxa.Where(taxon => !taxon.IsMisapplied)
                .Select(taxon => (taxon.Id, Name: ScientificName.Parse(taxon.Name)))
                .Where(taxon => taxon.Name is { IsOpen: false, Uninomial: not null })
                .DistinctBy(taxon => taxon.Name.Key)
                .Select(taxon => new Entry(
                    taxon.Id, taxon.Name.Canonical, taxon.Name.Uninomial!.ToLowerInvariant(), string.Join(' ', taxon.Name.Epithets)))
                .GroupBy(entry => entry.Genus)
                .Select(genus => new Genus(genus.Key, [.. genus])),
        ];
        foreach (var entry in _genera.SelectMany(genus => genus.Entries).Where(entry => entry.Epithets.Length >= TellingEpithet))
            _bearers[entry.Epithets] = _bearers.ContainsKey(entry.Epithets) ? null : entry;
    }

    /// <summary>
    /// At most five suggestions: the species of an unknown subspecies, then names in the same genus, then others, each
    /// by distance; where there are none, the one species anywhere that bears the same epithet.
    /// </summary>
    public IReadOnlyList<NameSuggestion> Of(ParsedName name)
    {
        var genus = new Genus(name.Uninomial!.ToLowerInvariant(), []);
        var epithets = string.Join(' ', name.Epithets);
        var similar = new List<(int Tier, NameSuggestion Suggestion)>();
        foreach (var other in _genera)
        {
            if (genus.DistanceTo(other) is not { } toGenus)
                continue;
            foreach (var entry in other.Entries)
            {
                if (toGenus == 0 && IsSpeciesOf(entry, name))
                    similar.Add((0, entry.Suggest(Math.Max(0, epithets.Length - entry.Epithets.Length))));
                else if (Distance(epithets, entry.Epithets) is { } toEpithets)
                    similar.Add((toGenus == 0 ? 1 : 2, entry.Suggest(toGenus + toEpithets)));
            }
        }
        if (similar.Count == 0 && _bearers.GetValueOrDefault(epithets) is { } bearer)
            return [bearer.Suggest(EditDistance.Within(genus.Name, bearer.Genus, genus.Name.Length + bearer.Genus.Length))];
        return
        [
            .. similar.OrderBy(found => found.Tier)
                .ThenBy(found => found.Suggestion.Distance)
                .ThenBy(found => found.Suggestion.Name, StringComparer.Ordinal)
                .Select(found => found.Suggestion)
                .Take(MostSuggestions),
        ];
    }

    /// <summary>Whether an entry of the same genus is the species that a subspecies or a complex is named for.</summary>
    private static bool IsSpeciesOf(Entry entry, ParsedName name) =>
        name.Epithets.Count > (name.IsOpen ? 0 : 1) && entry.Epithets == name.Epithets[0];

    /// <summary>The distance of two words, null where it is more than the sought one's length allows.</summary>
    private static int? Distance(string sought, string found)
    {
        var limit = Limit(sought.Length);
        var distance = EditDistance.Within(sought, found, limit);
        return distance > limit ? null : distance;
    }

    /// <summary>How many letters of a word may be wrong: a short one would become any other.</summary>
    private static int Limit(int length) => length switch { < 4 => 0, < 6 => 1, < 9 => 2, _ => 3 };

    private sealed record Entry(long TaxonId, string Name, string Genus, string Epithets)
    {
        public NameSuggestion Suggest(int distance) => new(TaxonId, Name, distance);
    }

    private sealed class Genus(string name, Entry[] entries)
    {
        private readonly ulong _letters = EditDistance.Letters(name);

        public string Name => name;

        public Entry[] Entries => entries;

        public int? DistanceTo(Genus found) =>
            EditDistance.MayBeWithin(_letters, found._letters, Limit(name.Length)) ? Distance(name, found.Name) : null;
    }
}
