using Antenna.Core.Taxonomy;
using CsCheck;

namespace Antenna.Core.Tests.Taxonomy;

/// <summary>Small random taxonomies with all that published ones have: cycles, chains, missing links, odd ranks.</summary>
internal static class DirtyTrees
{
    private const int Most = 9;

    private static readonly Gen<long?> Link = Gen.OneOf(Gen.Const((long?)null), Gen.Long[1, Most + 2].Select(id => (long?)id));

    public static readonly Gen<TaxonNode[]> Taxa =
        Gen.Select(Gen.Enum<Rank>(), Link, Link).Array[1, Most].Select(rows => rows
            .Select((row, i) => new TaxonNode(i + 1, $"Noctua {i + 1}", row.Item1, row.Item2, row.Item3))
            .ToArray());
}
