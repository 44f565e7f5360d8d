namespace Antenna.Core.Predictions;

/// <summary>What masking did to one lineage. The numbers are stored: never renumber.</summary>
public enum MaskOutcome : short
{
    /// <summary>The terminal row is already the right one.</summary>
    Unchanged = 0,

    /// <summary>The source, which an earlier run had replaced, counts again.</summary>
    Restored = 1,

    /// <summary>The masked row counts now, and whatever of the lineage counted before does not.</summary>
    Masked = 2,

    /// <summary>Too little of the probability is on the list: left as it is, for a person to look at.</summary>
    Held = 3,
}

/// <summary>The row of a lineage that should count.</summary>
public enum LineageRow : short
{
    Source = 0,
    Masked = 1,
}

/// <summary>A mask's settings that decide what becomes of a row.</summary>
/// <param name="Mode">Which score the masked row carries.</param>
/// <param name="OnlyWhenSpeciesChanges">Leave a row to its source where masking does not change the winner.</param>
/// <param name="HoldBelow">Hold rows whose kept mass is under this: 0 (none) up to, not including, 1.</param>
public sealed record MaskOptions(ScoreMode Mode, bool OnlyWhenSpeciesChanges, double HoldBelow)
{
    /// <summary>Reweighted, every effect counts, nothing is held.</summary>
    public static MaskOptions Default { get; } = new(ScoreMode.Reweighted, OnlyWhenSpeciesChanges: false, HoldBelow: 0);
}

/// <summary>What of a lineage counts now, as far as one mask needs to know.</summary>
/// <param name="SourceTerminal">The classifier's own row counts.</param>
/// <param name="MaskedTerminal">This very mask's row exists and counts.</param>
public readonly record struct LineageState(bool SourceTerminal, bool MaskedTerminal);

/// <summary>What masking does to one lineage, and which of its rows counts from then on.</summary>
/// <param name="Outcome">What to count it as.</param>
/// <param name="Terminal">The row that should count; null where the lineage is held, and so left as it is.</param>
public readonly record struct MaskingDecision(MaskOutcome Outcome, LineageRow? Terminal);

/// <summary>Decides what a mask does to a lineage, from the row that should be terminal and the one that is. Writes nothing.</summary>
public static class MaskEffect
{
    /// <summary>
    /// A mask that takes away no class of more than this probability changes nothing that anyone could see: the source
    /// stands for itself.
    /// </summary>
    public const double Negligible = 1e-9;

    /// <summary>The row that should be terminal under this mask, whichever is now.</summary>
    public static LineageRow Due(MaskedPrediction prediction, MaskOptions options)
    {
        var nothingTaken = prediction.LargestExcluded <= Negligible;
        var speciesStays = options.OnlyWhenSpeciesChanges && prediction.Winner == prediction.SourceWinner;
        return nothingTaken || speciesStays ? LineageRow.Source : LineageRow.Masked;
    }

    /// <summary>What becomes of a lineage in the state <paramref name="now"/>.</summary>
    public static MaskingDecision Decide(MaskedPrediction prediction, MaskOptions options, LineageState now)
    {
        if (prediction.Masses.Kept < options.HoldBelow)
            return new(MaskOutcome.Held, Terminal: null);

        return Due(prediction, options) switch
        {
            LineageRow.Source => new(now.SourceTerminal ? MaskOutcome.Unchanged : MaskOutcome.Restored, LineageRow.Source),
            _ => new(now.MaskedTerminal ? MaskOutcome.Unchanged : MaskOutcome.Masked, LineageRow.Masked),
        };
    }
}
