namespace Antenna.Core.Taxonomy;

/// <summary>For each key the positions that were added under it. Most keys have one, which costs no list.</summary>
internal sealed class PositionIndex<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, int> first = [];
    private readonly List<(int Position, int Next)> links = [];

    public void Add(TKey key, int position)
    {
        links.Add((position, first.TryGetValue(key, out var next) ? next : -1));
        first[key] = links.Count - 1;
    }

    public bool Contains(TKey key) => first.ContainsKey(key);

    /// <summary>The positions of a key, ascending, each once.</summary>
    public int[] Find(TKey key)
    {
        if (!first.TryGetValue(key, out var link))
            return [];
        var positions = new SortedSet<int>();
        for (; link >= 0; link = links[link].Next)
            positions.Add(links[link].Position);
        return [.. positions];
    }
}
