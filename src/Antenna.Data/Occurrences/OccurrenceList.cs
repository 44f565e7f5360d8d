namespace Antenna.Data.Occurrences;

/// <summary>Lists, searches, filters and counts occurrences.</summary>
public sealed class OccurrenceList
{
    /// <summary>One page, read by key.</summary>
    public Task<Page<OccurrenceRow>> ReadAsync(OccurrenceQuery query, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>How many there are: exactly where that is cheap, else "more than".</summary>
    public Task<OccurrenceCount> CountAsync(OccurrenceFilter filter, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>What the filters of a project's list can be set to.</summary>
    public Task<OccurrenceFilterChoices> ChoicesAsync(long projectId, CancellationToken cancellationToken) => throw new NotImplementedException();
}
