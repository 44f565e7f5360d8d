using Npgsql;

namespace Antenna.Data.News;

/// <summary>
/// Announces that identifications of occurrences changed, to whoever listens through <see cref="Announcements"/>. What runs
/// do to occurrences is told by their runs.
/// </summary>
internal static class OccurrenceAnnouncements
{
    public const string Channel = "antenna_occurrences";

    /// <summary>Announces on the caller's connection; inside a transaction, when that commits.</summary>
    public static async Task AnnounceAsync(NpgsqlConnection connection, IReadOnlyCollection<long> occurrenceIds, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select pg_notify($1, id::text) from unnest($2) id", connection)
        {
            Parameters = { new() { Value = Channel }, new() { Value = occurrenceIds.ToArray() } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
