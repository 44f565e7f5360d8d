using Npgsql;

namespace Antenna.Data.News;

/// <summary>
/// Announces that people said something of an occurrence or took it back, to whoever listens through
/// <see cref="Announcements"/>. What runs do to occurrences is told by their runs.
/// </summary>
internal static class OccurrenceAnnouncements
{
    public const string Channel = "antenna_occurrences";

    /// <inheritdoc cref="Announcements.AnnounceAsync"/>
    public static Task AnnounceAsync(NpgsqlConnection connection, long occurrenceId, CancellationToken cancellationToken) =>
        Announcements.AnnounceAsync(connection, Channel, occurrenceId, cancellationToken);
}
