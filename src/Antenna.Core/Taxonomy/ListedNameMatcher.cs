namespace Antenna.Core.Taxonomy;

/// <summary>Finds the taxa of names on one list: as any name is matched, and then by what people accepted for the list.</summary>
/// <param name="matcher">All taxa.</param>
/// <param name="accepted">The taxa that people accepted for names.</param>
public sealed class ListedNameMatcher(NameMatcher matcher, AcceptedNames accepted)
{
    /// <summary>What a name resolves to, with suggestions where it resolves to nothing.</summary>
    public NameMatch Match(ListedName name) => Match(name, matcher.Match);

    /// <summary>What a name resolves to, without looking for similar names.</summary>
    public NameMatch Resolve(ListedName name) => Match(name, matcher.Resolve);

    private NameMatch Match(ListedName name, Func<NameQuery, NameMatch> match)
    {
        var found = match(name.ToQuery());
        return found.TaxonId is null && accepted.Find(name, matcher.Tree) is { } taxonId && matcher.Tree.TryGet(taxonId, out var taxon)
            ? new(NameMatchKind.AcceptedSuggestion, taxonId, matcher.Tree.AcceptedOf(taxonId), [], $"Accepted as {taxon.Name} for this list.")
            : found;
    }
}
