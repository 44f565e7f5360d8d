namespace Antenna.Data.Occurrences;

/// <summary>Reads one occurrence with all that was said of it.</summary>
public sealed class OccurrenceReader
{
    /// <summary>The occurrence; null where there is none of that id.</summary>
    public Task<OccurrenceDetails?> FindAsync(long occurrenceId, CancellationToken cancellationToken) => throw new NotImplementedException();
}
