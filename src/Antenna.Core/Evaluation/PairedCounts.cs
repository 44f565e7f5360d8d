using MathNet.Numerics.Distributions;

namespace Antenna.Core.Evaluation;

/// <summary>What a change did to one prediction, by a person's own identification of the animal.</summary>
public enum PairedOutcome
{
    /// <summary>It was wrong and is right.</summary>
    Fixed,

    /// <summary>It was right and is wrong.</summary>
    Broken,

    /// <summary>It was right and stays so.</summary>
    StaysRight,

    /// <summary>It was wrong and stays so, as the same taxon or another one.</summary>
    StaysWrong,
}

/// <summary>Predictions before and after a change, compared with independent identifications of the same animals.</summary>
public readonly record struct PairedCounts(long Fixed, long Broken, long StaysRight, long StaysWrong)
{
    public static PairedCounts None { get; }

    /// <summary>The animals compared, n.</summary>
    public long Compared => Fixed + Broken + StaysRight + StaysWrong;

    /// <summary>Those that the change neither fixed nor broke.</summary>
    public long Unaffected => StaysRight + StaysWrong;

    public Proportion RightBefore => new(StaysRight + Broken, Compared);

    public Proportion RightAfter => new(StaysRight + Fixed, Compared);

    /// <summary>
    /// McNemar's exact test: how likely at least this much difference between fixed and broken is, were each as likely as the
    /// other. Two-sided: twice the smaller tail of the binomial distribution of 1/2, at most 1; 1 where nothing changed.
    /// </summary>
    public double McNemarExact
    {
        get
        {
            var (smaller, changed) = (Math.Min(Fixed, Broken), Fixed + Broken);
            return changed == 0 ? 1 : Math.Min(1, 2 * Binomial.CDF(0.5, checked((int)changed), smaller));
        }
    }

    public static PairedCounts operator +(PairedCounts counts, PairedOutcome outcome) => outcome switch
    {
        PairedOutcome.Fixed => counts with { Fixed = counts.Fixed + 1 },
        PairedOutcome.Broken => counts with { Broken = counts.Broken + 1 },
        PairedOutcome.StaysRight => counts with { StaysRight = counts.StaysRight + 1 },
        _ => counts with { StaysWrong = counts.StaysWrong + 1 },
    };

    public static PairedCounts Add(PairedCounts left, PairedOutcome right) => left + right;

    /// <summary>The outcome of one animal.</summary>
    public static PairedOutcome OutcomeOf(bool rightBefore, bool rightAfter) => (rightBefore, rightAfter) switch
    {
        (false, true) => PairedOutcome.Fixed,
        (true, false) => PairedOutcome.Broken,
        (true, true) => PairedOutcome.StaysRight,
        _ => PairedOutcome.StaysWrong,
    };
}
