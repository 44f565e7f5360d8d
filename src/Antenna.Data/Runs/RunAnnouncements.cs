using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql;

namespace Antenna.Data.Runs;

/// <summary>
/// Tells every process on the database that a run changed, by PostgreSQL's LISTEN and NOTIFY: a page sees a run move
/// whichever node, page or command moves it. Only the run's id travels; who wants to know reads how it stands.
/// </summary>
public static class RunAnnouncements
{
    internal const string Channel = "antenna_runs";

    /// <summary>Announces on the caller's connection; inside a transaction, when that commits.</summary>
    public static async Task AnnounceAsync(NpgsqlConnection connection, long runId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select pg_notify($1, $2)", connection)
        {
            Parameters = { new() { Value = Channel }, new() { Value = runId.ToString(CultureInfo.InvariantCulture) } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// The ids of runs as they are announced; null first, once the listening has begun, so that a reader can catch up
    /// with what it missed before. Ends with the exception of a lost connection.
    /// </summary>
    public static async IAsyncEnumerable<long?> ListenAsync(
        NpgsqlDataSource dataSource, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var announced = new Queue<long>();
        connection.Notification += (_, notification) => announced.Enqueue(long.Parse(notification.Payload, CultureInfo.InvariantCulture));
        await using (var listen = new NpgsqlCommand($"listen {Channel}", connection))
            await listen.ExecuteNonQueryAsync(cancellationToken);

        yield return null;
        while (true)
        {
            await connection.WaitAsync(cancellationToken);
            while (announced.TryDequeue(out var runId))
                yield return runId;
        }
    }
}
