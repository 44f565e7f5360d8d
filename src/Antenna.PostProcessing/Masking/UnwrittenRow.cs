namespace Antenna.PostProcessing.Masking;

/// <summary>A row that a run would write, and that nobody does.</summary>
internal static class UnwrittenRow
{
    /// <summary>
    /// The id of the first one; the others follow. Ids only break ties between determinations, and a row to be written is
    /// newer than any that is.
    /// </summary>
    public const long FirstId = long.MaxValue / 2;
}
