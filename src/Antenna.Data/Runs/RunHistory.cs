namespace Antenna.Data.Runs;

/// <summary>Reads runs for pages.</summary>
public sealed class RunHistory
{
    /// <summary>Lines of a log that a run's page shows at once.</summary>
    public const int LogLines = 500;

    /// <summary>One page of runs, newest first.</summary>
    /// <param name="size">Rows a page, 1 to 100.</param>
    public Task<Page<RunRow>> ReadAsync(RunFilter filter, int size, string? cursor, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>What the filters can be set to.</summary>
    public Task<RunFilterChoices> ChoicesAsync(long? projectId, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>One run; null where there is none of that id.</summary>
    public Task<RunDetails?> FindAsync(long runId, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>What a run changed; each group opens its occurrences with a <c>RunChange</c> filter.</summary>
    /// <param name="most">How many transitions at most, the most frequent first.</param>
    public Task<RunChanges> ChangesAsync(long runId, int most, CancellationToken cancellationToken) => throw new NotImplementedException();
}
