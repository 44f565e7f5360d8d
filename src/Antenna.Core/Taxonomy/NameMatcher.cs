namespace Antenna.Core.Taxonomy;

/// <summary>
/// Finds the taxa that names denote: by external key, then by the name as it stands, then without authorship, case,
/// spaces and hybrid signs, then through a synonym, then by a common name that only one taxon has. What is left gets
/// suggestions for a person to choose from.
/// </summary>
/// <remarks>
/// Nothing is guessed: a name that leaves the species open matches nothing, also not its genus; one known only as
/// misapplied matches nothing; and of homonyms that neither author, rank nor higher taxa distinguish, a person chooses one.
/// Built once, in time and memory linear in the number of taxa; safe to share between threads.
/// </remarks>
public sealed class NameMatcher
{
    private readonly NamedTaxon[] _taxa;
    private readonly PositionIndex<string> _names = new();
    private readonly PositionIndex<string> _commonNames = new();
    private readonly PositionIndex<ExternalKey> _keys = new();
    private readonly Homonyms _homonyms;
    private readonly Lazy<SimilarNames> _similarNames;

    /// <exception cref="ArgumentException">Two taxa have the same id.</exception>
    public NameMatcher(IEnumerable<NamedTaxon> taxa)
    {
        ArgumentNullException.ThrowIfNull(taxa);
        _taxa = [.. taxa.OrderBy(taxon => taxon.Id)];
        for (var i = 0; i < _taxa.Length; i++)
        {
            var taxon = _taxa[i];
            _names.Add(ScientificName.Normalize(taxon.Name), i);
            foreach (var commonName in taxon.CommonNames)
                _commonNames.Add(NameText.CommonNameKey(commonName), i);
            foreach (var key in taxon.Keys)
                _keys.Add(key, i);
        }
        Tree = new TaxonTree(_taxa.Select(taxon =>
            new TaxonNode(taxon.Id, taxon.Name, taxon.Rank, taxon.ParentId, taxon.AcceptedTaxonId)));
        _homonyms = new Homonyms(Tree, key => _names.Find(key).Select(position => _taxa[position]));
        _similarNames = new Lazy<SimilarNames>(() => new SimilarNames(_taxa));
    }

    /// <summary>The taxa that are matched against, as a tree.</summary>
    public TaxonTree Tree { get; }

    /// <inheritdoc cref="Match(NameQuery)"/>
    public NameMatch Match(string name) => Match(new NameQuery(name));

    /// <summary>What a name denotes. Any text is accepted, an empty one matches nothing.</summary>
    public NameMatch Match(NameQuery query) => Match(query, withSimilar: true);

    /// <summary>As <see cref="Match(NameQuery)"/>, without looking for similar names, which takes most of the time.</summary>
    public NameMatch Resolve(NameQuery query) => Match(query, withSimilar: false);

    private NameMatch Match(NameQuery query, bool withSimilar)
    {
        ArgumentNullException.ThrowIfNull(query);
        var name = ScientificName.Parse(query.Name, query.Rank);
        return MatchKey(query, name) ?? MatchScientificName(query, name) ?? MatchCommonName(query) ?? Miss(name, withSimilar);
    }

    private NameMatch? MatchKey(NameQuery query, ParsedName name)
    {
        foreach (var key in query.Keys)
        {
            var bearers = Find(_keys, key);
            if (bearers.DistinctBy(taxon => Tree.AcceptedOf(taxon.Id)).Count() != 1)
                continue;
            var taxon = bearers.MinBy(taxon => taxon.Id != Tree.AcceptedOf(taxon.Id))!;
            var agrees = name.Text.Length == 0
                || Bearers(name).Any(bearer => Tree.AcceptedOf(bearer.Id) == Tree.AcceptedOf(taxon.Id));
            return Found(NameMatchKind.Key, taxon, agrees
                ? null
                : $"The {key.Source} key {key.Key} belongs to {taxon.Name}, which differs from the name; the key counts.");
        }
        return null;
    }

    private NameMatch? MatchScientificName(NameQuery query, ParsedName name)
    {
        if (name.IsMisapplied)
            return Unmatched("The name is given as misapplied by authors: it does not tell which taxon it is.");
        if (name.IsOpen)
            return MatchOpenName(query, name);
        var bearers = Bearers(name);
        if (bearers.Length == 0 && name.HasCapitalisedEpithet)
            (name, bearers) = ReadOtherwise(query, name);
        if (bearers.Length == 0)
            return null;

        var candidates = Array.FindAll(bearers, taxon => !taxon.IsMisapplied);
        if (candidates.Length == 0)
            return Unmatched("The name is known only as misapplied: it does not tell which taxon it is.");
        var compatible = _homonyms.Compatible(candidates, query);
        if (compatible.Count == 0)
        {
            return Unmatched($"The name is known only as that of another taxon: {Describe(candidates[0])}.");
        }
        var denoted = _homonyms.Denoted(compatible, query, name);
        if (denoted.Count > 1)
            return Choice(denoted, "Several taxa bear the name and nothing given tells them apart.");
        var taxon = denoted[0];
        return Found(
            Tree.AcceptedOf(taxon.Id) == taxon.Id ? NameMatchKind.Exact : NameMatchKind.Synonym,
            taxon,
            string.Equals(taxon.Name, query.Name, StringComparison.Ordinal) ? null : $"Matched as {taxon.Name}.");
    }

    /// <summary>
    /// What a capitalised second word is where it is no epithet: a subgenus without its brackets, unless it makes a species
    /// that is known; or the author that the genus is known to have.
    /// </summary>
    private (ParsedName Name, NamedTaxon[] Bearers) ReadOtherwise(NameQuery query, ParsedName name)
    {
        if (name.Epithets.Count > 1)
        {
            var species = name with { Epithets = [name.Epithets[0]] };
            var withoutSubgenus = name with { Epithets = [.. name.Epithets.Skip(1)], HasCapitalisedEpithet = false };
            return (withoutSubgenus, _names.Contains(species.Key) ? [] : Bearers(withoutSubgenus));
        }

        var genus = ScientificName.Parse(query.Name, Rank.Genus);
        return (genus, Array.FindAll(Bearers(genus), taxon => Homonyms.HasAuthor(taxon, genus.Authorship)));
    }

    /// <summary>A name that leaves the species open: what is sure of it is a suggestion, for a person to accept or not.</summary>
    private NameMatch? MatchOpenName(NameQuery query, ParsedName name)
    {
        if (name.UninomialKey is not { } uninomial)
            return null;
        var higher = Find(_names, uninomial).Where(taxon => taxon.Rank is not (Rank.Species or Rank.Subspecies));
        var candidates = _homonyms.Compatible([.. higher], query with { Rank = null });
        if (candidates.Count == 0)
            return null;
        var denoted = _homonyms.Denoted(candidates, query, ScientificName.Parse(name.Uninomial!));
        return new(
            NameMatchKind.HigherRank, null, null, Suggest(denoted),
            $"The name leaves the species open: only the {denoted[0].Rank.DisplayName()} {denoted[0].Name} is sure.");
    }

    private NameMatch? MatchCommonName(NameQuery query)
    {
        var bearers = Find(_commonNames, NameText.CommonNameKey(query.Name))
            .Where(taxon => !taxon.IsMisapplied)
            .DistinctBy(taxon => Tree.AcceptedOf(taxon.Id))
            .ToList();
        return bearers.Count switch
        {
            0 => null,
            1 => Found(NameMatchKind.CommonName, bearers[0], $"Common name of {bearers[0].Name}."),
            _ => Choice(bearers, "Several taxa have this common name."),
        };
    }

    private NameMatch Miss(ParsedName name, bool withSimilar)
    {
        if (name.Text.Length == 0)
            return Unmatched("There is no name.");
        var suggestions = name.Uninomial is null || !withSimilar ? [] : _similarNames.Value.Of(name);
        return suggestions.Count == 0
            ? Unmatched(name.IsOpen ? "The name leaves the species open, and its genus is not known." : null)
            : new NameMatch(NameMatchKind.Suggestion, null, null, suggestions);
    }

    private NamedTaxon[] Bearers(ParsedName name) => Find(_names, name.Key);

    private NamedTaxon[] Find<TKey>(PositionIndex<TKey> index, TKey key)
        where TKey : notnull =>
        Array.ConvertAll(index.Find(key), position => _taxa[position]);

    private NameMatch Found(NameMatchKind kind, NamedTaxon taxon, string? note) =>
        new(kind, taxon.Id, Tree.AcceptedOf(taxon.Id), [], note);

    private static NameMatch Unmatched(string? note) => new(NameMatchKind.Unmatched, null, null, [], note);

    /// <summary>Several taxa that a name may mean equally well.</summary>
    private static NameMatch Choice(IEnumerable<NamedTaxon> taxa, string note) =>
        new(NameMatchKind.Suggestion, null, null, Suggest(taxa), note);

    private static NameSuggestion[] Suggest(IEnumerable<NamedTaxon> taxa) =>
        [.. taxa.Select(taxon => new NameSuggestion(taxon.Id, taxon.Name, 0))];

    private string Describe(NamedTaxon taxon)
    {
        var above = Tree.AncestorAt(taxon.Id, Rank.Order) ?? Tree.AncestorAt(taxon.Id, Rank.Kingdom);
        var place = above is { } id && id != taxon.Id ? $" in {Tree[id].Name}" : "";
        return $"{taxon.Rank.DisplayName()} {taxon.Name}{place}";
    }
}
