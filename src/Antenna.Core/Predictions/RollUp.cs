using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Antenna.Core.Taxonomy;

namespace Antenna.Core.Predictions;

/// <summary>A taxon and what the classes within it add up to.</summary>
public readonly record struct TaxonScore(long TaxonId, double Score);

/// <summary>What a roll-up found at one rank.</summary>
/// <param name="Threshold">The rank, and what was to be reached.</param>
/// <param name="Best">The best of the taxa that compete; null where none does, as where the winner is within none of this rank.</param>
/// <param name="IsReached">Whether it reached its threshold.</param>
public readonly record struct RollUpStep(RollUpThreshold Threshold, TaxonScore? Best, bool IsReached);

/// <summary>The taxon that a row is rolled up to.</summary>
/// <param name="Rank">The first rank, from fine to coarse, whose best taxon reached its threshold.</param>
/// <param name="TaxonId">That taxon, by what it is accepted as.</param>
/// <param name="Score">What the classes within it add up to: the score of the row.</param>
/// <param name="Top">The best taxa of this rank with their sums, best first, this one among them always; those of 0 are left out.</param>
public sealed record RolledUpTaxon(Rank Rank, long TaxonId, double Score, ImmutableArray<TaxonScore> Top);

/// <summary>A row's distribution summed up the tree, rank by rank, until one was sure enough.</summary>
/// <param name="Steps">The ranks that were tried, fine to coarse; all, where none was reached.</param>
/// <param name="Taxon">The answer; null where no rank was reached, and the row stays as it is.</param>
public sealed record RolledUpPrediction(ImmutableArray<RollUpStep> Steps, RolledUpTaxon? Taxon);

/// <summary>
/// Says of a row what is sure where no species is: sums its distribution up the tree and takes, from fine to coarse, the
/// first rank whose best taxon reaches its threshold. Immutable; made once for a run and shared by all of its rows.
/// </summary>
/// <remarks>
/// What classes that are no taxon or unresolved hold counts for no taxon. Equal sums go to the taxon whose first class has
/// the lowest index. A row that this answer would not make coarser is left as it is: see <see cref="TaxonTree.IsFinerThan"/>.
/// </remarks>
public sealed class RollUp(ClassAncestry ancestry, RollUpSettings settings)
{
    /// <summary>How many taxa of the rank an answer carries.</summary>
    public const int TopCount = 10;

    /// <summary>
    /// Scores agree to this between machines, so a sum that close to its threshold reaches it on all of them; and ten
    /// classes of 0.1 reach 1 although they add up to less.
    /// </summary>
    public const double Tolerance = 1e-9;

    private const string HashVersion = "antenna-roll-up/1";

    /// <summary>
    /// SHA-256 (lower-case hex) over the ASCII tag <c>antenna-roll-up/1</c>, the settings in one line (UTF-8), and for each of
    /// their ranks, fine to coarse, the taxon of each class (8 bytes, little-endian; −1 for none). Two roll-ups of one hash
    /// answer the same to every row, and so are one; a taxonomy that moves a class makes another.
    /// </summary>
    public string Hash { get; } = HashOf(ancestry, settings);

    /// <summary>Rolls up one row.</summary>
    /// <param name="logits">One logit a class.</param>
    /// <param name="kept">The classes that the row's mask keeps; <see cref="KeptSet.Everything"/> for an unmasked row.</param>
    /// <param name="prediction">The outcome, exactly where the answer is <see cref="LogitsFault.None"/>.</param>
    /// <returns>Why the row has no distribution, or <see cref="LogitsFault.None"/>.</returns>
    /// <exception cref="ArgumentException">The set keeps no class, or is not of this classifier.</exception>
    public LogitsFault TryCompute(ReadOnlySpan<float> logits, KeptSet kept, out RolledUpPrediction? prediction)
    {
        if (kept.ClassCount != ancestry.Count)
            throw new ArgumentException($"The mask is of {kept.ClassCount} classes, the classifier has {ancestry.Count}.", nameof(kept));

        prediction = null;
        var rented = ArrayPool<double>.Shared.Rent(ancestry.Count);
        var distribution = rented.AsSpan(0, ancestry.Count);
        var fault = MaskedPrediction.TryScores(logits, kept, settings.Distribution, distribution, out var winner);
        if (fault is LogitsFault.None)
            prediction = Of(distribution, winner);
        ArrayPool<double>.Shared.Return(rented);
        return fault;
    }

    /// <summary>What the taxa of one rank add up to that some classes are within, by the sums of <see cref="TryCompute"/>.</summary>
    /// <param name="logits">As for <see cref="TryCompute"/>.</param>
    /// <param name="kept">As for <see cref="TryCompute"/>.</param>
    /// <param name="classes">Indices of classes.</param>
    /// <returns>One a class, in their order: its taxon of the rank with its sum; null where it is within none, or the row has no distribution.</returns>
    /// <exception cref="ArgumentException">The set keeps no class, or is not of this classifier.</exception>
    public IReadOnlyList<TaxonScore?> ScoresOf(ReadOnlySpan<float> logits, KeptSet kept, Rank rank, IReadOnlyList<int> classes)
    {
        if (kept.ClassCount != ancestry.Count)
            throw new ArgumentException($"The mask is of {kept.ClassCount} classes, the classifier has {ancestry.Count}.", nameof(kept));

        var scores = new TaxonScore?[classes.Count];
        var distribution = new double[ancestry.Count];
        if (MaskedPrediction.TryScores(logits, kept, settings.Distribution, distribution, out _) is not LogitsFault.None)
            return scores;
        var taxa = ancestry.At(rank);
        var sums = new double[taxa.Ids.Length];
        SumAll(distribution, taxa.OfClass, sums);
        for (var place = 0; place < scores.Length; place++)
        {
            if (taxa.OfClass[classes[place]] is var taxon and not TaxaOfRank.None)
                scores[place] = new(taxa.Ids[taxon], Score(sums[taxon]));
        }

        return scores;
    }

    /// <summary>Rolls up a distribution.</summary>
    /// <param name="distribution">The score of each class; they need not sum to 1, as those that a mask left do not.</param>
    /// <param name="winner">The class that the row answers with.</param>
    public RolledUpPrediction Of(ReadOnlySpan<double> distribution, int winner)
    {
        if (distribution.Length != ancestry.Count)
            throw new ArgumentException($"{distribution.Length} scores are not those of {ancestry.Count} classes.", nameof(distribution));
        ArgumentOutOfRangeException.ThrowIfNegative(winner);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(winner, ancestry.Count);

        var steps = ImmutableArray.CreateBuilder<RollUpStep>(settings.Thresholds.Count);
        RolledUpTaxon? answer = null;
        var rented = ArrayPool<double>.Shared.Rent(ancestry.Count);
        for (var i = 0; i < settings.Thresholds.Count && answer is null; i++)
        {
            var threshold = settings.Thresholds[i];
            var taxa = ancestry.At(threshold.Rank);
            var best = BestOf(taxa, distribution, winner, rented.AsSpan(0, taxa.Ids.Length));
            var isReached = best.Score > 0 && best.Score >= threshold.Score - Tolerance;
            steps.Add(new(threshold, best.Taxon == TaxaOfRank.None ? null : new(taxa.Ids[best.Taxon], best.Score), isReached));
            if (isReached)
                answer = new(threshold.Rank, taxa.Ids[best.Taxon], best.Score, Top(taxa, distribution, best.Taxon, rented.AsSpan(0, taxa.Ids.Length)));
        }

        ArrayPool<double>.Shared.Return(rented);
        return new(steps.DrainToImmutable(), answer);
    }

    /// <summary>The best of the taxa that compete, by its number.</summary>
    private (int Taxon, double Score) BestOf(TaxaOfRank taxa, ReadOnlySpan<double> distribution, int winner, Span<double> sums)
    {
        // Within the lineage there is one, and adding up its classes is far less than those of every taxon.
        if (settings.Competition is RollUpCompetition.Lineage)
        {
            var taxon = taxa.OfClass[winner];
            return (taxon, taxon == TaxaOfRank.None ? 0 : Sum(distribution, taxa.OfClass, taxon));
        }

        SumAll(distribution, taxa.OfClass, sums);
        var best = Highest(sums);
        return (best, best == TaxaOfRank.None ? 0 : Score(sums[best]));
    }

    private static string HashOf(ClassAncestry ancestry, RollUpSettings settings)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(Encoding.ASCII.GetBytes(HashVersion));
        sha.AppendData(Encoding.UTF8.GetBytes(settings.ToString()));
        var taxa = new byte[ancestry.Count * sizeof(long)];
        foreach (var threshold in settings.Thresholds)
        {
            for (var index = 0; index < ancestry.Count; index++)
                BinaryPrimitives.WriteInt64LittleEndian(taxa.AsSpan(index * sizeof(long)), ancestry.TaxonOf(index, threshold.Rank) ?? -1);
            sha.AppendData(taxa);
        }

        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    private static double Sum(ReadOnlySpan<double> distribution, ReadOnlySpan<int> taxonOfClass, int taxon)
    {
        var sum = 0d;
        for (var index = 0; index < taxonOfClass.Length; index++)
        {
            if (taxonOfClass[index] == taxon)
                sum += distribution[index];
        }

        return Score(sum);
    }

    private static void SumAll(ReadOnlySpan<double> distribution, ReadOnlySpan<int> taxonOfClass, Span<double> sums)
    {
        sums.Clear();
        for (var index = 0; index < taxonOfClass.Length; index++)
        {
            if (taxonOfClass[index] is var taxon and not TaxaOfRank.None)
                sums[taxon] += distribution[index];
        }
    }

    /// <summary>Rounding may add up to a little more than everything.</summary>
    private static double Score(double sum) => Math.Min(sum, 1);

    /// <summary>The first of the highest sums; none where all are 0.</summary>
    private static int Highest(ReadOnlySpan<double> sums)
    {
        var (best, highest) = (TaxaOfRank.None, 0d);
        for (var taxon = 0; taxon < sums.Length; taxon++)
        {
            if (sums[taxon] > highest)
                (best, highest) = (taxon, sums[taxon]);
        }

        return best;
    }

    private static ImmutableArray<TaxonScore> Top(TaxaOfRank taxa, ReadOnlySpan<double> distribution, int answer, Span<double> sums)
    {
        SumAll(distribution, taxa.OfClass, sums);
        Span<int> places = stackalloc int[TopCount];
        var count = 0;
        for (var taxon = 0; taxon < sums.Length; taxon++)
        {
            var sum = sums[taxon];
            if (sum <= 0 || (count == TopCount && sum <= sums[places[^1]]))
                continue;
            var place = count < TopCount ? count++ : TopCount - 1;
            for (; place > 0 && sums[places[place - 1]] < sum; place--)
                places[place] = places[place - 1];
            places[place] = taxon;
        }

        // Within its lineage the answer may be far from the best of its rank, where thresholds are low.
        if (!places[..count].Contains(answer))
            places[count - 1] = answer;
        var top = ImmutableArray.CreateBuilder<TaxonScore>(count);
        foreach (var taxon in places[..count])
            top.Add(new(taxa.Ids[taxon], Score(sums[taxon])));
        return top.MoveToImmutable();
    }
}
