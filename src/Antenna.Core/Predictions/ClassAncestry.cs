using Antenna.Core.Taxonomy;

namespace Antenna.Core.Predictions;

/// <summary>
/// The taxon of each rank that each class of a classifier is within. Immutable; made once for all of its rows, so that
/// summing a row's distribution up the tree walks no tree.
/// </summary>
/// <remarks>
/// Of each rank a class counts for one taxon at most, the nearest on the way to its root, its own taxon included, all by
/// what they are accepted as. So the sums of a rank never exceed 1, also where a published tree has a genus within a genus.
/// </remarks>
public sealed class ClassAncestry
{
    private static readonly Rank[] Ranks = [.. Enum.GetValues<Rank>().Where(rank => rank is not Rank.Unknown)];

    private readonly Dictionary<Rank, TaxaOfRank> _ranks;

    private ClassAncestry(int classCount, Dictionary<Rank, TaxaOfRank> ranks)
    {
        Count = classCount;
        _ranks = ranks;
    }

    /// <summary>The number of classes.</summary>
    public int Count { get; }

    /// <summary>
    /// The taxa that the classes of <paramref name="map"/> are within. A class that is no taxon, is unresolved, or names a
    /// taxon that the tree has not, is within none.
    /// </summary>
    public static ClassAncestry Of(CategoryMap map, TaxonTree tree)
    {
        var builders = Ranks.ToDictionary(rank => rank, _ => new TaxaOfRank.Builder(map.Count));
        var seen = new HashSet<Rank>();
        foreach (var label in map)
        {
            if (label.TaxonId is not { } taxon || !tree.Contains(taxon))
                continue;
            seen.Clear();
            foreach (var ancestor in tree.Ancestors(taxon).Prepend(tree.AcceptedOf(taxon)))
            {
                var rank = tree[ancestor].Rank;
                if (rank is not Rank.Unknown && seen.Add(rank))
                    builders[rank].Add(label.Index, ancestor);
            }
        }

        return new(map.Count, builders.ToDictionary(each => each.Key, each => each.Value.Build()));
    }

    /// <summary>The taxon of a rank that a class is within; null where there is none.</summary>
    public long? TaxonOf(int index, Rank rank) =>
        _ranks.TryGetValue(rank, out var taxa) && taxa.OfClass[index] is var position and not TaxaOfRank.None ? taxa.Ids[position] : null;

    /// <summary>The taxa of a rank, numbered. There is no unknown one: what has no rank competes with nothing.</summary>
    internal TaxaOfRank At(Rank rank) => _ranks[rank];
}

/// <summary>The taxa of one rank that a classifier's classes are within, numbered in the order of their first classes.</summary>
/// <param name="Ids">The taxon of each number.</param>
/// <param name="OfClass">The number of each class's taxon, or <see cref="None"/>.</param>
internal sealed record TaxaOfRank(long[] Ids, int[] OfClass)
{
    public const int None = -1;

    /// <summary>Numbers taxa as their classes are added in rising order.</summary>
    internal sealed class Builder
    {
        private readonly Dictionary<long, int> _numbers = [];
        private readonly List<long> _ids = [];
        private readonly int[] _ofClass;

        public Builder(int classCount)
        {
            _ofClass = new int[classCount];
            Array.Fill(_ofClass, None);
        }

        public void Add(int index, long taxon)
        {
            if (!_numbers.TryGetValue(taxon, out var number))
            {
                _numbers.Add(taxon, number = _ids.Count);
                _ids.Add(taxon);
            }

            _ofClass[index] = number;
        }

        public TaxaOfRank Build() => new([.. _ids], _ofClass);
    }
}
