using Antenna.Core.Taxonomy;

namespace Antenna.Core.TaxaLists;

/// <summary>The names of a list by keys that mean the same on other lists, too.</summary>
/// <param name="Names">Each with the kingdom in its key where another list has a homonym of it.</param>
/// <param name="Written">The keys that the list itself has, by those of <paramref name="Names"/> that differ from them.</param>
internal sealed record ComparableNames(IReadOnlyDictionary<string, ListedName> Names, IReadOnlyDictionary<string, string> Written);

/// <summary>
/// Finds keys that mean the same on several lists. A list has the kingdom in a key only where it has a homonym in another one: the
/// same name has another key on a list that brings the homonym.
/// </summary>
internal static class ComparableKeys
{
    /// <summary>The same lists by keys that can be compared.</summary>
    /// <param name="lists">The names of each by its own keys; names that say the same are the same object.</param>
    public static IReadOnlyList<ComparableNames> Of(IReadOnlyList<IReadOnlyDictionary<string, ListedName>> lists, ListTaxonomy taxonomy)
    {
        var kingdoms = lists.SelectMany(list => list.Values).Where(name => name.HomonymKingdom is not null)
            .ToLookup(name => name.KeyWithoutKingdom, name => name.HomonymKingdom!, StringComparer.Ordinal);
        var differing = lists[0].Keys.Concat(lists[1].Keys)
            .Where(key => lists.Select(list => list.GetValueOrDefault(key)).OfType<ListedName>().Distinct(ReferenceEqualityComparer.Instance).Skip(1).Any());
        var renamed = kingdoms.Select(homonyms => homonyms.Key).Concat(differing).Distinct(StringComparer.Ordinal)
            .Select(key => (Key: key, Kingdoms: KingdomsOf(key, lists, kingdoms[key].ToHashSet(StringComparer.Ordinal), taxonomy)))
            .Where(name => name.Kingdoms is not null)
            .ToDictionary(name => name.Key, name => name.Kingdoms!, StringComparer.Ordinal);
        return [.. lists.Select((list, at) => Rename(list, renamed.Select(name => (name.Key, name.Value[at]))))];
    }

    /// <summary>
    /// For each list the kingdoms of the name that it has without one; null where the keys mean the same as they are. A name that
    /// does not tell its kingdom stands for all of the homonyms, but beside one of them on the same list: then it is another one.
    /// </summary>
    private static List<HashSet<string>>? KingdomsOf(
        string key, IReadOnlyList<IReadOnlyDictionary<string, ListedName>> lists, HashSet<string> homonyms, ListTaxonomy taxonomy)
    {
        var known = lists.Select(list => list.TryGetValue(key, out var name) ? taxonomy.KingdomOf(name) : null).ToList();
        var all = homonyms.Concat(known.OfType<string>()).ToHashSet(StringComparer.Ordinal);
        if (homonyms.Count == 0 && all.Count < 2)
            return null;
        var each = lists.Select((list, at) => !list.ContainsKey(key) ? [] : known[at] is { } kingdom ? new HashSet<string>([kingdom], StringComparer.Ordinal) : all).ToList();
        return lists.Where((list, at) => each[at].Any(kingdom => list.ContainsKey(KeyIn(key, kingdom)))).Any() ? null : each;
    }

    private static ComparableNames Rename(IReadOnlyDictionary<string, ListedName> list, IEnumerable<(string Key, HashSet<string> Kingdoms)> renamed)
    {
        var names = list.ToDictionary(StringComparer.Ordinal);
        var written = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, kingdoms) in renamed)
        {
            if (kingdoms.Count == 0 || !names.Remove(key, out var name))
                continue;
            foreach (var kingdom in kingdoms)
            {
                names.Add(KeyIn(key, kingdom), name with { HomonymKingdom = kingdom });
                written.Add(KeyIn(key, kingdom), key);
            }
        }

        return new(names, written);
    }

    private static string KeyIn(string key, string kingdom) => $"{key}{ListedName.KingdomSign}{kingdom}";
}
