using System.Text.Json;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Npgsql;

namespace Antenna.Data.Runs;

/// <summary>Writes to the log that a run's page shows.</summary>
public static class RunLog
{
    /// <summary>Adds these entries on the caller's connection, and inside its transaction if it has one.</summary>
    /// <param name="data">What belongs to the messages, for programs and whoever finds out what went wrong; null where nothing does.</param>
    public static async Task WriteAsync(
        NpgsqlConnection connection,
        long runId,
        DateTime at,
        RunLogLevel level,
        IReadOnlyCollection<string> messages,
        CancellationToken cancellationToken,
        object? data = null)
    {
        if (messages.Count == 0)
            return;
        await using var command = connection.Command(
            "insert into run_log_entries (run_id, at, level, message, data) select $1, $2, $3, message, $5::jsonb from unnest($4) as message",
            runId, at, level.ToString(), messages.ToArray(), data is null ? DBNull.Value : JsonSerializer.Serialize(data, JsonSerializerOptions.Web));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
