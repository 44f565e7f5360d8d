using System.Buffers;
using System.Collections.Immutable;

namespace Antenna.Core.Predictions;

/// <summary>One class before and after a mask.</summary>
/// <param name="Index">The class's position in the category map.</param>
/// <param name="OriginalRank">Its place among all classes, from 1.</param>
/// <param name="Original">Its probability among all classes.</param>
/// <param name="MaskedRank">Its place among the kept classes, from 1; null where it is excluded, or nothing could be masked.</param>
/// <param name="Reweighted">Its probability among the kept classes; null where <paramref name="MaskedRank"/> is.</param>
public sealed record ComparedClass(int Index, int OriginalRank, double Original, int? MaskedRank, double? Reweighted);

/// <summary>
/// The original and the masked prediction of one row of logits: the best classes of both, aligned by class.
/// </summary>
/// <remarks>
/// Masking never lowers a class's rank, so every kept class of the original best is among the masked best; what the masked
/// best have besides came up from below.
/// </remarks>
public sealed class PredictionComparison
{
    private PredictionComparison(MaskedPrediction original, MaskedPrediction? masked, ImmutableArray<ComparedClass> classes, OffListMass offList)
    {
        Original = original;
        Masked = masked;
        Classes = classes;
        OffList = offList;
    }

    /// <summary>The unmasked prediction: all classes kept.</summary>
    public MaskedPrediction Original { get; }

    /// <summary>What the run computes; null where the kept classes all have a probability of 0.</summary>
    public MaskedPrediction? Masked { get; }

    /// <summary>The best classes before and the best ones after, and those that were asked for besides, in the order of their original rank.</summary>
    public ImmutableArray<ComparedClass> Classes { get; }

    /// <summary>How the probability of the excluded classes divides.</summary>
    public OffListMass OffList { get; }

    /// <summary>Compares one row.</summary>
    /// <param name="logits">One logit a class.</param>
    /// <param name="kept">The classes that may answer; where there is none, nothing does.</param>
    /// <param name="everything">All classes of the same classifier, kept.</param>
    /// <param name="kinship">Of the same classes.</param>
    /// <param name="top">How many of the best classes, before and after.</param>
    /// <param name="comparison">Null where there is nothing to compare: not even an unmasked prediction.</param>
    /// <returns>Why a run skips the row, or <see cref="LogitsFault.None"/>.</returns>
    public static LogitsFault TryCompute(
        ReadOnlySpan<float> logits, KeptSet kept, KeptSet everything, ClassKinship kinship, int top, out PredictionComparison? comparison) =>
        TryCompute(logits, kept, everything, kinship, top, [], out comparison);

    /// <inheritdoc cref="TryCompute(ReadOnlySpan{float}, KeptSet, KeptSet, ClassKinship, int, out PredictionComparison?)"/>
    /// <param name="also">Classes to compare besides, by index: what is among the best of another mask, so that several can be aligned.</param>
    public static LogitsFault TryCompute(
        ReadOnlySpan<float> logits,
        KeptSet kept,
        KeptSet everything,
        ClassKinship kinship,
        int top,
        IReadOnlyCollection<int> also,
        out PredictionComparison? comparison)
    {
        comparison = null;
        MaskedPrediction? masked = null;
        var fault = kept.KeptCount == 0 ? LogitsFault.NothingKeptFinite : MaskedPrediction.TryCompute(logits, kept, top, out masked);
        if (MaskedPrediction.TryCompute(logits, everything, top, out var original) is not LogitsFault.None)
            return fault;

        // Rented: at tens of thousands of classes it would be a large object for each row that is compared.
        var rented = ArrayPool<double>.Shared.Rent(logits.Length);
        var probabilities = rented.AsSpan(0, logits.Length);
        MaskedPrediction.Scores(logits, everything, ScoreMode.Absolute, probabilities);
        comparison = new(
            original!,
            masked,
            Align(logits, probabilities, kept, original!, masked, also),
            OffListMass.Of(probabilities, kept, kinship, original!.Winner));
        ArrayPool<double>.Shared.Return(rented);
        return fault;
    }

    private static ImmutableArray<ComparedClass> Align(
        ReadOnlySpan<float> logits,
        ReadOnlySpan<double> probabilities,
        KeptSet kept,
        MaskedPrediction original,
        MaskedPrediction? masked,
        IReadOnlyCollection<int> also)
    {
        var after = masked is null ? [] : masked.Top.Index().ToDictionary(place => place.Item.Index);
        var classes = ImmutableArray.CreateBuilder<ComparedClass>();
        foreach (var (place, score) in original.Top.Index())
            classes.Add(Compare(score.Index, place + 1, score.Absolute));
        foreach (var score in masked?.Top ?? [])
        {
            if (!classes.Any(known => known.Index == score.Index))
                classes.Add(Compare(score.Index, RankedClass.RankOf(logits, score.Index), probabilities[score.Index]));
        }

        foreach (var index in also)
        {
            if (classes.Any(known => known.Index == index))
                continue;
            var compared = new ComparedClass(index, RankedClass.RankOf(logits, index), probabilities[index], null, null);
            classes.Add(masked is null || !kept.IsKept(index) || float.IsNegativeInfinity(logits[index]) ? compared : compared with
            {
                MaskedRank = RankOf(logits, index, kept),
                Reweighted = masked.Reweighted * Math.Exp((double)logits[index] - logits[masked.Winner]),
            });
        }

        if (also.Count > 0)
            classes.Sort((one, other) => one.OriginalRank.CompareTo(other.OriginalRank));
        return classes.DrainToImmutable();

        ComparedClass Compare(int index, int rank, double probability) => after.TryGetValue(index, out var place)
            ? new(index, rank, probability, place.Index + 1, place.Item.Reweighted)
            : new(index, rank, probability, null, null);
    }

    /// <summary>The place of a class among the kept ones, from 1.</summary>
    private static int RankOf(ReadOnlySpan<float> logits, int index, KeptSet among)
    {
        var ranked = new RankedClass(index, logits[index]);
        var rank = 1;
        for (var other = 0; other < logits.Length; other++)
        {
            if (new RankedClass(other, logits[other]).Outranks(ranked) && among.IsKept(other))
                rank++;
        }

        return rank;
    }
}
