using System.Collections.Immutable;

namespace Antenna.Core.Predictions;

/// <summary>
/// The prediction of a classifier's logits when only the classes of a kept set may win. With p the softmax over all classes,
/// the winner is the kept class of the highest logit (the lowest index among equals).
/// </summary>
public sealed class MaskedPrediction
{
    private const int TopOnStack = 64;

    private MaskedPrediction()
    {
    }

    /// <summary>The class of the highest logit of all, kept or not: what the classifier itself answered.</summary>
    public int SourceWinner { get; private init; }

    /// <summary>The unmasked probability of <see cref="SourceWinner"/>.</summary>
    public double SourceScore { get; private init; }

    /// <summary>The kept class of the highest logit.</summary>
    public int Winner { get; private init; }

    /// <summary>The winner's unmasked probability.</summary>
    public double Absolute { get; private init; }

    /// <summary>The winner's probability among the kept classes.</summary>
    public double Reweighted { get; private init; }

    /// <summary>How the unmasked probability divides.</summary>
    public Masses Masses { get; private init; }

    /// <summary>The unmasked probability of the likeliest excluded class; 0 where none is excluded.</summary>
    public double LargestExcluded { get; private init; }

    /// <summary>
    /// The kept classes of the highest logits, best first: as many as requested, or all that are kept and not −∞.
    /// </summary>
    public ImmutableArray<ClassScore> Top { get; private init; }

    /// <summary>The winner's score in the given mode.</summary>
    public double Score(ScoreMode mode) => mode is ScoreMode.Absolute ? Absolute : Reweighted;

    /// <summary>Masks one row.</summary>
    /// <param name="logits">One logit a class, before softmax; any finite values, and −∞ for a probability of 0.</param>
    /// <param name="kept">The classes that may answer; at least one.</param>
    /// <param name="top">How many of the best classes to return, 0 or more.</param>
    /// <param name="prediction">The prediction, exactly where the answer is <see cref="LogitsFault.None"/>.</param>
    /// <returns>Why there is no prediction, or <see cref="LogitsFault.None"/>.</returns>
    /// <exception cref="ArgumentException">The set keeps no class: such a run is refused before its first row.</exception>
    public static LogitsFault TryCompute(
        ReadOnlySpan<float> logits, KeptSet kept, int top, out MaskedPrediction? prediction)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(top);
        prediction = null;
        var places = Math.Min(Math.Max(top, 1), kept.KeptCount);
        var best = new Ranking(places <= TopOnStack ? stackalloc RankedClass[places] : new RankedClass[places]);
        var fault = TryRead(logits, kept, ref best, out var excluded, out var softmax);
        if (fault is LogitsFault.None)
            prediction = From(best.Best, excluded, softmax, top);
        return fault;
    }

    /// <summary>The score of every class of one row; excluded classes score exactly 0.</summary>
    /// <param name="logits">A row for which <see cref="TryCompute"/> finds no fault.</param>
    /// <param name="kept">The classes that may answer; at least one.</param>
    /// <param name="mode">Which scores to give.</param>
    /// <param name="destination">One score a class.</param>
    /// <exception cref="ArgumentException">The logits have a fault, or the destination another length.</exception>
    public static void Scores(ReadOnlySpan<float> logits, KeptSet kept, ScoreMode mode, Span<double> destination)
    {
        if (TryScores(logits, kept, mode, destination, out _) is var fault and not LogitsFault.None)
            throw new ArgumentException($"The row has no scores: {fault}.", nameof(logits));
    }

    /// <summary>The score of every class of one row, and the class that wins, where the row has any.</summary>
    /// <returns>Why there are none, or <see cref="LogitsFault.None"/>.</returns>
    /// <exception cref="ArgumentException">The destination has another length than the logits.</exception>
    internal static LogitsFault TryScores(ReadOnlySpan<float> logits, KeptSet kept, ScoreMode mode, Span<double> destination, out int winner)
    {
        winner = -1;
        var best = new Ranking(stackalloc RankedClass[1]);
        if (TryRead(logits, kept, ref best, out _, out var softmax) is var fault and not LogitsFault.None)
            return fault;
        if (destination.Length != logits.Length)
            throw new ArgumentException($"{logits.Length} scores do not fit {destination.Length} places.", nameof(destination));

        winner = best.Best[0].Index;
        var (reference, sum) = softmax.Scale(mode);
        new RowOfLogits(logits, kept).Scores(reference, sum, destination);
        return LogitsFault.None;
    }

    private static LogitsFault TryRead(
        ReadOnlySpan<float> logits, KeptSet kept, ref Ranking best, out RankedClass excluded, out MaskedSoftmax softmax)
    {
        if (kept.KeptCount == 0)
            throw new ArgumentException("The kept set keeps no class, so nothing could win.", nameof(kept));

        excluded = RankedClass.None;
        softmax = default;
        if (logits.IsEmpty)
            return LogitsFault.NoLogits;
        if (logits.Length != kept.ClassCount)
            return LogitsFault.WrongLength;

        var row = new RowOfLogits(logits, kept);
        if (!row.TryRank(ref best, out excluded))
            return row.Fault();
        if (best.Best.IsEmpty)
            return excluded == RankedClass.None ? LogitsFault.NothingFinite : LogitsFault.NothingKeptFinite;

        softmax = row.Softmax(best.Best[0].Logit, excluded.Logit);
        return LogitsFault.None;
    }

    private static MaskedPrediction From(
        ReadOnlySpan<RankedClass> best, RankedClass excluded, MaskedSoftmax softmax, int top)
    {
        var winner = best[0];
        var source = excluded.Outranks(winner) ? excluded : winner;
        var scores = ImmutableArray.CreateBuilder<ClassScore>(Math.Min(top, best.Length));
        foreach (var each in best[..scores.Capacity])
            scores.Add(new(each.Index, softmax.Absolute(each.Logit), softmax.Reweighted(each.Logit)));

        return new()
        {
            SourceWinner = source.Index,
            SourceScore = softmax.Absolute(source.Logit),
            Winner = winner.Index,
            Absolute = softmax.Absolute(winner.Logit),
            Reweighted = softmax.Reweighted(winner.Logit),
            Masses = softmax.Masses,
            Top = scores.MoveToImmutable(),
            LargestExcluded = softmax.Absolute(excluded.Logit),
        };
    }
}
