using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;

namespace Antenna.Core.Tests.Predictions;

/// <summary>The rule of the roll-up as it reads: for every rank, up the tree from every class, without a thought for speed.</summary>
internal sealed class ReferenceRollUp(CategoryMap map, TaxonTree tree, RollUpSettings settings)
{
    public (Rank Rank, long Taxon, double Score, IReadOnlyDictionary<long, double> Sums)? Of(double[] distribution, int winner)
    {
        foreach (var (rank, threshold) in settings.Thresholds.OrderByDescending(threshold => threshold.Rank))
        {
            var sums = new Dictionary<long, double>();
            foreach (var (index, score) in distribution.Index())
            {
                if (Nearest(index, rank) is { } taxon)
                    sums[taxon] = sums.GetValueOrDefault(taxon) + score;
            }

            var competing = settings.Competition is RollUpCompetition.All
                ? sums.Keys.AsEnumerable()
                : sums.Keys.Where(taxon => taxon == Nearest(winner, rank));
            var best = competing.Where(taxon => sums[taxon] > 0).OrderByDescending(taxon => sums[taxon]).Select(taxon => (long?)taxon).FirstOrDefault();
            if (best is { } reached && sums[reached] >= threshold - RollUp.Tolerance)
                return (rank, reached, sums[reached], sums);
        }

        return null;
    }

    private long? Nearest(int index, Rank rank) => map[index].TaxonId is { } taxon && tree.Contains(taxon) ? tree.AncestorAt(taxon, rank) : null;
}
