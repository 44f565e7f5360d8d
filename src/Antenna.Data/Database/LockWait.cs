using System.Globalization;
using Npgsql;

namespace Antenna.Data.Database;

/// <summary>A session of the database that waits for a lock.</summary>
/// <param name="Since">UTC.</param>
/// <param name="HolderName">What the session that holds the lock calls itself; empty where it says nothing.</param>
/// <param name="HolderProcess">Its process id on the database's machine.</param>
public sealed record LockWait(DateTime Since, string HolderName, int HolderProcess)
{
    /// <summary>The session that holds the lock, so that a person finds it: "'psql' (process 4711 of the database)".</summary>
    public string Holder => string.Create(
        CultureInfo.InvariantCulture, $"{(HolderName.Length > 0 ? $"'{HolderName}'" : "a program without a name")} (process {HolderProcess} of the database)");

    /// <summary>Finds what the sessions of this name wait for, the longest wait first; null where none does.</summary>
    public static async Task<LockWait?> FindAsync(NpgsqlDataSource dataSource, string sessionName, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            select coalesce(lock.waitstart, waiting.query_start), coalesce(holder.application_name, ''), blocker.pid
            from pg_stat_activity waiting
            join pg_locks lock on lock.pid = waiting.pid and not lock.granted
            cross join lateral unnest(pg_blocking_pids(waiting.pid)) blocker(pid)
            left join pg_stat_activity holder on holder.pid = blocker.pid
            where waiting.datname = current_database() and waiting.application_name = $1 and waiting.wait_event_type = 'Lock'
            order by 1, 3
            limit 1
            """);
        command.Parameters.Add(new() { Value = sessionName });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new(reader.GetDateTime(0), reader.GetString(1), reader.GetInt32(2))
            : null;
    }
}
