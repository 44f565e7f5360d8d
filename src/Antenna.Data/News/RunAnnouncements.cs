using Npgsql;

namespace Antenna.Data.News;

/// <summary>Announces that a run changed, to whoever listens through <see cref="Announcements"/>.</summary>
public static class RunAnnouncements
{
    internal const string Channel = "antenna_runs";

    /// <inheritdoc cref="Announcements.AnnounceAsync"/>
    public static Task AnnounceAsync(NpgsqlConnection connection, long runId, CancellationToken cancellationToken) =>
        Announcements.AnnounceAsync(connection, Channel, runId, cancellationToken);
}
