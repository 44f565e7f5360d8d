namespace Antenna.Core.Taxonomy;

/// <summary>
/// What people accepted for names on one list. An acceptance is for a name in the kingdom that its row gave, so that of two
/// homonyms each has its own; a row that gives no kingdom is taken for the only one in which the name was accepted.
/// </summary>
public sealed class AcceptedNames
{
    private readonly Dictionary<string, Dictionary<string, long>> _byName = new(StringComparer.Ordinal);

    /// <summary>What one accepts nothing for.</summary>
    public static AcceptedNames None { get; } = new();

    /// <summary>Adds an acceptance; of two for the same the later one counts.</summary>
    /// <param name="nameKey"><see cref="ListedName.NameKey"/>.</param>
    /// <param name="kingdomKey"><see cref="ListedName.KingdomKey"/>; empty for a row that gave none.</param>
    public void Add(string nameKey, string kingdomKey, long taxonId)
    {
        if (!_byName.TryGetValue(nameKey, out var kingdoms))
            _byName.Add(nameKey, kingdoms = new(StringComparer.Ordinal));
        kingdoms[kingdomKey] = taxonId;
    }

    /// <summary>The taxon that was accepted for a name; null where none was.</summary>
    public long? Find(ListedName name, TaxonTree tree)
    {
        if (!_byName.TryGetValue(name.NameKey, out var kingdoms))
            return null;
        var kingdom = name.KingdomKey;
        if (kingdoms.TryGetValue(kingdom, out var accepted))
            return accepted;
        if (kingdom.Length == 0)
            return kingdoms.Count == 1 ? kingdoms.Values.Single() : null;

        // What was accepted for a row without a kingdom is of the kingdom of its taxon.
        return kingdoms.TryGetValue("", out var anywhere) && tree.Contains(anywhere) && IsOf(tree, anywhere, kingdom) ? anywhere : null;
    }

    private static bool IsOf(TaxonTree tree, long taxonId, string kingdomKey) =>
        tree.AncestorAt(tree.AcceptedOf(taxonId), Rank.Kingdom) is not { } kingdom || ScientificName.Normalize(tree[kingdom].Name) == kingdomKey;
}
