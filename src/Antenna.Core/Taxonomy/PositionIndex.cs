namespace Antenna.Core.Taxonomy;

/// <summary>For each key the positions that were added under it. Most keys have one, which costs no list.</summary>
internal sealed class PositionIndex<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, int> _first = [];
    private readonly List<(int Position, int Next)> _links = [];

    public void Add(TKey key, int position)
    {
        _links.Add((position, _first.TryGetValue(key, out var next) ? next : -1));
        _first[key] = _links.Count - 1;
    }

    public bool Contains(TKey key) => _first.ContainsKey(key);

    /// <summary>The positions of a key, ascending, each once.</summary>
    public int[] Find(TKey key)
    {
        if (!_first.TryGetValue(key, out var link))
            return [];
        var positions = new SortedSet<int>();
        for (; link >= 0; link = _links[link].Next)
            positions.Add(_links[link].Position);
        return [.. positions];
    }
}
