namespace Antenna.Core.Predictions;

/// <summary>Why a row of logits has no prediction: it is skipped and counted under this reason. The numbers are stored.</summary>
public enum LogitsFault : short
{
    None = 0,

    /// <summary>The row has no logits at all.</summary>
    NoLogits = 1,

    /// <summary>The row has more or fewer logits than its classifier has classes.</summary>
    WrongLength = 2,

    /// <summary>A logit is NaN.</summary>
    NotANumber = 3,

    /// <summary>A logit is +∞, which leaves no distribution.</summary>
    PositiveInfinity = 4,

    /// <summary>Every logit is −∞.</summary>
    NothingFinite = 5,

    /// <summary>
    /// Every kept class has a logit of −∞ while others have not: the classifier rules out all that can occur here, so
    /// there is no winner, and no softmax over the kept classes.
    /// </summary>
    NothingKeptFinite = 6,
}
