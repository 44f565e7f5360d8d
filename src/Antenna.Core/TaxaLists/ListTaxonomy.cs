using Antenna.Core.Taxonomy;

namespace Antenna.Core.TaxaLists;

/// <summary>What names on a list are in the taxonomy, and by what names a list has its taxa.</summary>
/// <param name="AcceptedOf">The accepted taxon that a name is; null where it is none that is known.</param>
/// <param name="NameOf">What a list says of an accepted taxon that a person picked.</param>
public sealed record ListTaxonomy(TaxonTree Tree, Func<ListedName, long?> AcceptedOf, Func<long, ListedName> NameOf)
{
    /// <summary>The key of the kingdom of a name: that of its taxon, else the one that the list gives; null where neither says it.</summary>
    internal string? KingdomOf(ListedName name)
    {
        if (AcceptedOf(name) is { } taxon && Tree.AncestorAt(taxon, Rank.Kingdom) is { } kingdom)
            return ScientificName.Normalize(Tree[kingdom].Name);
        return name.KingdomKey is { Length: > 0 } given ? given : null;
    }
}
