using System.Diagnostics.CodeAnalysis;

namespace Antenna.Core.Taxonomy;

/// <summary>
/// The taxa as one consistent tree of accepted taxa with their synonyms, whatever was published.
/// </summary>
/// <remarks>
/// Published trees contain chains and cycles of synonyms, cycles of parents and parents that do not exist. Here a
/// chain of synonyms ends at its last name; a cycle of synonyms is accepted under its smallest id; a missing parent
/// or accepted taxon counts as none; a cycle of parents is cut above its coarsest member (the smallest id among
/// equals), which becomes a root. Relations hold between accepted taxa: the ancestors of a synonym are those of its
/// accepted taxon, and an ancestor that is itself a synonym is replaced by what it is accepted as. The outcome
/// depends on the taxa alone, never on their order.
/// Built once in time and memory linear in the number of taxa; safe to share between threads.
/// </remarks>
public sealed class TaxonTree
{
    private const int None = -1;

    private readonly TaxonNode[] _nodes;
    private readonly Dictionary<long, int> _positions;
    private readonly int[] _accepted;
    private readonly int[] _parents;
    private readonly Adjacency _children;
    private readonly Adjacency _synonyms;

    /// <exception cref="ArgumentException">Two taxa have the same id.</exception>
    public TaxonTree(IEnumerable<TaxonNode> taxa)
    {
        ArgumentNullException.ThrowIfNull(taxa);
        _nodes = [.. taxa.OrderBy(taxon => taxon.Id)];
        _positions = new Dictionary<long, int>(_nodes.Length);
        for (var i = 0; i < _nodes.Length; i++)
        {
            if (!_positions.TryAdd(_nodes[i].Id, i))
                throw new ArgumentException($"Two taxa have the id {_nodes[i].Id}.", nameof(taxa));
        }
        _accepted = ResolveSynonyms();
        _parents = ResolveParents();
        _children = new Adjacency(_parents);
        _synonyms = new Adjacency([.. _accepted.Select((target, i) => target == i ? None : target)]);
    }

    /// <summary>The number of taxa, synonyms included.</summary>
    public int Count => _nodes.Length;

    /// <summary>The taxon as published.</summary>
    /// <exception cref="KeyNotFoundException">The taxon is not in the tree.</exception>
    public TaxonNode this[long id] => _nodes[PositionOf(id)];

    public bool Contains(long id) => _positions.ContainsKey(id);

    public bool TryGet(long id, [NotNullWhen(true)] out TaxonNode? taxon)
    {
        taxon = _positions.TryGetValue(id, out var position) ? _nodes[position] : null;
        return taxon is not null;
    }

    /// <summary>The accepted taxon of a name: itself unless it is a synonym.</summary>
    /// <exception cref="KeyNotFoundException">The taxon is not in the tree.</exception>
    public long AcceptedOf(long id) => _nodes[_accepted[PositionOf(id)]].Id;

    /// <summary>The synonyms of a taxon's accepted taxon, in the order of their ids; without the accepted one.</summary>
    /// <exception cref="KeyNotFoundException">The taxon is not in the tree.</exception>
    public IReadOnlyList<long> SynonymsOf(long id) =>
        [.. _synonyms.Of(_accepted[PositionOf(id)]).Select(position => _nodes[position].Id)];

    /// <summary>Whether a taxon's accepted taxon has no synonyms, and nothing below it.</summary>
    /// <exception cref="KeyNotFoundException">The taxon is not in the tree.</exception>
    public bool IsAlone(long id)
    {
        var position = _accepted[PositionOf(id)];
        return _synonyms.Of(position).Count == 0 && _children.Of(position).Count == 0;
    }

    /// <summary>The accepted taxa above a taxon, nearest first; without itself.</summary>
    /// <exception cref="KeyNotFoundException">The taxon is not in the tree.</exception>
    public IReadOnlyList<long> Ancestors(long id)
    {
        var ancestors = new List<long>();
        for (var i = _parents[_accepted[PositionOf(id)]]; i != None; i = _parents[i])
            ancestors.Add(_nodes[i].Id);
        return ancestors;
    }

    /// <summary>
    /// The nearest accepted taxon of a rank on the way from a taxon to its root, the taxon itself included; null if
    /// there is none.
    /// </summary>
    /// <exception cref="KeyNotFoundException">The taxon is not in the tree.</exception>
    public long? AncestorAt(long id, Rank rank)
    {
        for (var i = _accepted[PositionOf(id)]; i != None; i = _parents[i])
        {
            if (_nodes[i].Rank == rank)
                return _nodes[i].Id;
        }
        return null;
    }

    /// <summary>Every taxon below a taxon, with all their synonyms; without itself and its own synonyms.</summary>
    /// <exception cref="KeyNotFoundException">The taxon is not in the tree.</exception>
    public IReadOnlyList<long> Descendants(long id)
    {
        var descendants = new List<long>();
        var pending = new Stack<int>(_children.Of(_accepted[PositionOf(id)]));
        while (pending.TryPop(out var position))
        {
            descendants.Add(_nodes[position].Id);
            foreach (var synonym in _synonyms.Of(position))
                descendants.Add(_nodes[synonym].Id);
            foreach (var child in _children.Of(position))
                pending.Push(child);
        }
        return descendants;
    }

    /// <summary>A taxon and everything below it, all with their synonyms: every name that is that taxon or part of it.</summary>
    /// <exception cref="KeyNotFoundException">The taxon is not in the tree.</exception>
    public IReadOnlyList<long> Branch(long id) => [AcceptedOf(id), .. SynonymsOf(id), .. Descendants(id)];

    /// <summary>Whether a taxon is another one, a synonym of it, or below it.</summary>
    /// <exception cref="KeyNotFoundException">One of the taxa is not in the tree.</exception>
    public bool IsWithin(long id, long ancestorId)
    {
        var sought = _accepted[PositionOf(ancestorId)];
        for (var i = _accepted[PositionOf(id)]; i != None; i = _parents[i])
        {
            if (i == sought)
                return true;
        }
        return false;
    }

    /// <summary>
    /// Whether a taxon says more than one of a rank would: it is of a finer rank, or is of none that is known and within a
    /// taxon of this rank or a finer one.
    /// </summary>
    /// <exception cref="KeyNotFoundException">The taxon is not in the tree.</exception>
    public bool IsFinerThan(long id, Rank rank)
    {
        var i = _accepted[PositionOf(id)];
        if (_nodes[i].Rank is not Rank.Unknown)
            return _nodes[i].Rank > rank;
        while (i != None && _nodes[i].Rank is Rank.Unknown)
            i = _parents[i];
        return i != None && _nodes[i].Rank >= rank;
    }

    private int PositionOf(long id) => _positions.TryGetValue(id, out var position)
        ? position
        : throw new KeyNotFoundException($"Taxon {id} is not in this tree of {_nodes.Length} taxa.");

    private int PositionOrNone(long? id) =>
        id is { } value && _positions.TryGetValue(value, out var position) ? position : None;

    private int[] ResolveSynonyms()
    {
        var links = Array.ConvertAll(_nodes, node => PositionOrNone(node.AcceptedTaxonId));
        // Positions are in the order of ids: the smallest position of a cycle is its smallest id.
        CutCycles(links, cycle => cycle.Min());
        var ends = new int[links.Length];
        Array.Fill(ends, None);
        var chain = new Stack<int>();
        for (var start = 0; start < links.Length; start++)
        {
            var i = start;
            for (; ends[i] == None && links[i] != None; i = links[i])
                chain.Push(i);
            var end = ends[i] == None ? i : ends[i];
            ends[i] = end;
            while (chain.TryPop(out var passed))
                ends[passed] = end;
        }
        return ends;
    }

    private int[] ResolveParents()
    {
        var links = new int[_nodes.Length];
        for (var i = 0; i < _nodes.Length; i++)
        {
            var parent = _accepted[i] == i ? PositionOrNone(_nodes[i].ParentId) : None;
            links[i] = parent == None ? None : _accepted[parent];
        }
        CutCycles(links, cycle => cycle.MinBy(i => (_nodes[i].Rank, i)));
        return links;
    }

    /// <summary>Removes one link of every cycle, that of the member which <paramref name="last"/> picks.</summary>
    private static void CutCycles(int[] links, Func<IReadOnlyList<int>, int> last)
    {
        // The walk that first reached a position: meeting one's own walk again closes a cycle.
        var walks = new int[links.Length];
        Array.Fill(walks, None);
        for (var start = 0; start < links.Length; start++)
        {
            var i = start;
            for (; i != None && walks[i] == None; i = links[i])
                walks[i] = start;
            if (i == None || walks[i] != start)
                continue;
            List<int> cycle = [i];
            for (var member = links[i]; member != i; member = links[member])
                cycle.Add(member);
            links[last(cycle)] = None;
        }
    }
}
