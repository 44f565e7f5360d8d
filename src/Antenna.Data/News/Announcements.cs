using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql;

namespace Antenna.Data.News;

/// <summary>What was announced to have changed.</summary>
public enum AnnouncedKind
{
    Run,
    Occurrence,
}

/// <summary>One thing that changed. Only its id travels; who wants to know reads how it stands.</summary>
public readonly record struct Announcement(AnnouncedKind Kind, long Id);

/// <summary>
/// Tells every process on the database what changed, by PostgreSQL's LISTEN and NOTIFY: a page follows whichever node,
/// page or command makes the change.
/// </summary>
public static class Announcements
{
    /// <summary>Announces on the caller's connection; inside a transaction, when that commits.</summary>
    internal static async Task AnnounceAsync(NpgsqlConnection connection, string channel, long id, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select pg_notify($1, $2)", connection)
        {
            Parameters = { new() { Value = channel }, new() { Value = id.ToString(CultureInfo.InvariantCulture) } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// What is announced, as it is; null first, once the listening has begun, so that a reader can catch up with what it
    /// missed before. Ends with the exception of a lost connection.
    /// </summary>
    public static async IAsyncEnumerable<Announcement?> ListenAsync(
        NpgsqlDataSource dataSource, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var announced = new Queue<Announcement>();
        connection.Notification += (_, notification) => announced.Enqueue(new(
            notification.Channel == RunAnnouncements.Channel ? AnnouncedKind.Run : AnnouncedKind.Occurrence,
            long.Parse(notification.Payload, CultureInfo.InvariantCulture)));
        await using (var listen = new NpgsqlCommand($"listen {RunAnnouncements.Channel}; listen {OccurrenceAnnouncements.Channel}", connection))
            await listen.ExecuteNonQueryAsync(cancellationToken);

        yield return null;
        while (true)
        {
            await connection.WaitAsync(cancellationToken);
            while (announced.TryDequeue(out var announcement))
                yield return announcement;
        }
    }
}
