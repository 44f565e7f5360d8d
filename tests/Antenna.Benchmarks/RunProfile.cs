using Npgsql;

namespace Antenna.Benchmarks;

/// <summary>
/// What the statements of a run cost the database, those of triggers and foreign keys included. The server has to load
/// <c>pg_stat_statements</c> with <c>pg_stat_statements.track = all</c>.
/// </summary>
internal static class RunProfile
{
    private const int Most = 30;

    public static async Task BeginAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("create extension if not exists pg_stat_statements; select pg_stat_statements_reset()");
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Prints the statements since the beginning that took longest, each with the time of those inside it.</summary>
    public static async Task PrintAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        await using (var busy = dataSource.CreateCommand(
            """
            select format('%s parts, claimed for %s in all; the run took %s from its start', count(*), sum(part.finished_at - claimed_at), max(part.finished_at) - min(run.started_at))
            from run_parts part join runs run on run.id = part.run_id
            """))
        {
            Report.Note((string)(await busy.ExecuteScalarAsync(cancellationToken))!);
        }

        Report.Note("ms, calls, WAL bytes, within another statement, statement");
        await using var command = dataSource.CreateCommand(
            """
            select format('%s %s %s %s %s', round(total_exec_time::numeric), calls, wal_bytes, case when toplevel then '-' else '+' end,
                left(regexp_replace(query, '\s+', ' ', 'g'), 120))
            from pg_stat_statements
            where dbid = (select oid from pg_database where datname = current_database())
            order by total_exec_time desc limit $1
            """);
        command.Parameters.Add(new() { Value = Most });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            Report.Note(reader.GetString(0));
    }
}
