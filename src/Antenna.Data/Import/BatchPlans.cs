using Npgsql;

namespace Antenna.Data.Import;

/// <summary>
/// Has the statements of batches look up their rows by indexes. They ask for a thousand rows of tables that the import's own
/// transaction has filled, of which PostgreSQL has no statistics: it would expect most rows to be meant, and read the whole table once
/// a batch. Statistics cannot be had meanwhile, since gathering them keeps every other import waiting until this one ends.
/// </summary>
internal static class BatchPlans
{
    private const string Forbid = "set local enable_seqscan = off";
    private const string Allow = "set local enable_seqscan to default";

    /// <summary>Executes the statements of batches, by indexes.</summary>
    public static async Task<T> UseIndexesAsync<T>(NpgsqlConnection connection, Func<Task<T>> batches, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(Forbid, [], cancellationToken);
        var result = await batches();
        await connection.ExecuteAsync(Allow, [], cancellationToken);
        return result;
    }
}
