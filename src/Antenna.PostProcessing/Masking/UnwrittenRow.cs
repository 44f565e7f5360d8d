namespace Antenna.PostProcessing.Masking;

/// <summary>Ids of rows that a run would write and that a preview or dry run does not.</summary>
internal static class UnwrittenRow
{
    /// <summary>
    /// The id of the first one; the others follow. Ids only break ties between determinations, and a row to be written is
    /// newer than any that is.
    /// </summary>
    public const long FirstId = long.MaxValue / 2;
}
