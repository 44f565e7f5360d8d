using Antenna.Core.Taxonomy;

namespace Antenna.Data.Import.TaxaLists;

/// <summary>
/// The names of a list, each with all that the rows say of it. Where rows place one name in two kingdoms, it is two names:
/// the same word is another organism there. Which rows belong together is known when all of them are read, whatever their
/// order.
/// </summary>
internal sealed class HomonymousNames
{
    /// <summary>For each name what the rows say of it, by the kingdom; of rows that say none, under nothing.</summary>
    private readonly Dictionary<string, SortedDictionary<string, CollectedName>> _names = new(StringComparer.Ordinal);

    /// <summary>What the rows say of a name in a kingdom.</summary>
    /// <param name="kingdom">The kingdom's key; null where it is not known.</param>
    public CollectedName Of(ListedName name, string? kingdom)
    {
        if (!_names.TryGetValue(name.Key, out var kingdoms))
            _names.Add(name.Key, kingdoms = new(StringComparer.Ordinal));
        if (!kingdoms.TryGetValue(kingdom ?? "", out var collected))
            kingdoms.Add(kingdom ?? "", collected = new());
        return collected;
    }

    /// <summary>
    /// Each name once, with its kingdom where it has a homonym in another one. What says no kingdom is the same as what says
    /// one, but where there are two: then nothing tells which of them it is, and it stays apart.
    /// </summary>
    public IEnumerable<(CollectedName Name, string? HomonymKingdom)> ToList()
    {
        foreach (var kingdoms in _names.Values)
        {
            if (kingdoms.Keys.Count(kingdom => kingdom.Length > 0) > 1)
            {
                foreach (var (kingdom, name) in kingdoms)
                    yield return (name, kingdom.Length == 0 ? null : kingdom);
                continue;
            }

            var one = kingdoms.Values.First();
            foreach (var other in kingdoms.Values.Skip(1))
                one.Add(other);
            yield return (one, null);
        }
    }
}
