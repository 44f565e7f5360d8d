using Antenna.Core.Predictions;

namespace Antenna.PostProcessing.Masking;

/// <summary>Why a row is skipped, in the words that log and preview both use, to follow "because".</summary>
public static class SkipReason
{
    public static string Of(LogitsFault fault) => fault switch
    {
        LogitsFault.NoLogits => "there are no logits",
        LogitsFault.WrongLength => "the number of logits is not that of the classifier's classes",
        LogitsFault.NotANumber => "a logit is not a number",
        LogitsFault.PositiveInfinity => "a logit is infinite",
        LogitsFault.NothingKeptFinite => "every class that the list keeps has a probability of 0",
        _ => "no logit is finite",
    };
}
