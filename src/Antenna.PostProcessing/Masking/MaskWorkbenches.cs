namespace Antenna.PostProcessing.Masking;

/// <summary>Opens workbenches on occurrences.</summary>
public sealed class MaskWorkbenches
{
    /// <summary>
    /// Opens one; null where there is no such occurrence. Open it anew when a run or a person has changed the occurrence.
    /// </summary>
    public Task<MaskWorkbench?> OpenAsync(long occurrenceId, CancellationToken cancellationToken) => throw new NotImplementedException();
}
