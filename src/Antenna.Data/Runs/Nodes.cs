using Antenna.Data.Database;
using Npgsql;

namespace Antenna.Data.Runs;

/// <summary>The processes that execute runs, each with its heartbeat.</summary>
public static class Nodes
{
    /// <summary>Registers this process.</summary>
    /// <returns>Its id.</returns>
    public static async Task<long> RegisterAsync(NpgsqlDataSource dataSource, string name, DateTime now, CancellationToken cancellationToken)
    {
        await using var forget = dataSource.Command("delete from nodes where beat_at < now() - interval '30 days'");
        await forget.ExecuteNonQueryAsync(cancellationToken);
        await using var insert = dataSource.Command(
            "insert into nodes (name, started_at, beat_at) values ($1, $2, $2) returning id", name, now);
        return (long)(await insert.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Records a heartbeat.</summary>
    public static async Task BeatAsync(NpgsqlDataSource dataSource, long nodeId, DateTime now, CancellationToken cancellationToken)
    {
        await using var command = dataSource.Command("update nodes set beat_at = $2 where id = $1", nodeId, now);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
