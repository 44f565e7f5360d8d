using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Core.Tests.Taxonomy;
using CsCheck;

namespace Antenna.Core.Tests.Predictions;

/// <summary>A classifier on a dirty tree, with a row of it that some mask kept, and how to roll it up.</summary>
internal sealed record RollUps(TaxonNode[] Taxa, CategoryMap Map, MaskedRow Row, RollUpSettings With)
{
    private static readonly Gen<RollUpThreshold> Threshold =
        from rank in Gen.Enum<Rank>().Where(rank => rank is not Rank.Unknown)
        from score in Gen.OneOf(Gen.Double[0.001, 1], Gen.Int[1, 10].Select(tenths => tenths / 10d))
        select new RollUpThreshold(rank, score);

    public static readonly Gen<RollUpSettings> Settings =
        from thresholds in Threshold.Array[1, 5]
        from distribution in Gen.Enum<ScoreMode>()
        from competition in Gen.Enum<RollUpCompetition>()
        select new RollUpSettings
        {
            Thresholds = new([.. thresholds.DistinctBy(threshold => threshold.Rank)]),
            Distribution = distribution,
            Competition = competition,
        };

    public static readonly Gen<RollUps> Any =
        from taxa in DirtyTrees.Taxa
        from row in MaskedRow.Any

        // Some name a taxon that is not there.
        from named in Gen.Long[0, taxa.Length + 1].Array[row.Count]
        from settings in Settings
        select new RollUps(taxa, new([.. named.Select((taxon, index) => Label(index, taxon, row.Groups[index]))]), row, settings);

    public TaxonTree Tree { get; } = new(Taxa);

    public ClassAncestry Ancestry => ClassAncestry.Of(Map, Tree);

    private static ClassLabel Label(int index, long taxon, Group group) => (taxon, group) switch
    {
        (_, Group.Nothing) => new(index, "background", ClassMeaning.NotATaxon, null),
        (0, _) => new(index, "unresolved", ClassMeaning.Unresolved, null),
        _ => new(index, $"taxon {taxon}", ClassMeaning.Taxon, taxon),
    };
}
