using Antenna.Core.Taxonomy;

namespace Antenna.Core.TaxaLists;

/// <summary>What striking one taxon makes of a list: it and what belongs to it are not listed any more, and all else still is.</summary>
/// <param name="Through">The taxa whose entries list it with all below them, nearest first: each entry is replaced.</param>
/// <param name="Rest">
/// The accepted taxa that get an entry each, without descendants, in the place of those: all that they stand for but the struck
/// one and what is below it. What other entries list stays theirs: a genus with its species is not to lose those that the
/// taxonomy learns later.
/// </param>
/// <param name="KeptWith">
/// The listed species that it is part of, through whatever that is listed. A listed species keeps its subspecies, so that one cannot
/// be struck alone; null where it can.
/// </param>
public sealed record ListedStrike(IReadOnlyList<long> Through, IReadOnlyList<long> Rest, long? KeptWith)
{
    /// <summary>What striking a taxon makes of what is listed; where it has entries of its own, they are removed besides.</summary>
    /// <param name="struck">An accepted taxon.</param>
    /// <exception cref="KeyNotFoundException">It is not in the tree.</exception>
    public static ListedStrike Of(TaxonTree tree, ListedTaxa listed, long struck)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(listed);
        if (SpeciesAbove(tree, struck).FirstOrDefault(species => listed.Contains(species!.Value)) is { } kept)
            return new([], [], kept);
        var through = listed.ListedThrough(struck);
        if (through.Count == 0)
            return new([], [], null);
        var left = listed.With(through.Append(struck).ToDictionary(taxon => taxon, _ => (bool?)null));
        var wanted = tree.Descendants(through[^1]).Prepend(through[^1])
            .Where(taxon => tree.AcceptedOf(taxon) == taxon && listed.Contains(taxon) && !tree.IsWithin(taxon, struck));
        return new(through, left.Lacking(wanted), null);
    }

    /// <summary>The species that a taxon is part of, nearest first: none of one that is no subspecies.</summary>
    internal static IEnumerable<long?> SpeciesAbove(TaxonTree tree, long taxon) => tree[taxon].Rank > Rank.Species
        ? tree.Ancestors(taxon).Where(above => tree[above].Rank == Rank.Species).Select(above => (long?)above)
        : [];
}
