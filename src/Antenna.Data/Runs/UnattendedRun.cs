using Npgsql;

namespace Antenna.Data.Runs;

/// <summary>A run under way that has had no heartbeat for some time.</summary>
/// <param name="Claim">Who held it last; attempt 0 where nobody ever did.</param>
/// <param name="LastHeartbeat">Its last heartbeat, or else when it was taken up, or asked for; UTC.</param>
/// <param name="Node">The node of that heartbeat.</param>
/// <param name="Total">Rows in scope; null where they were never counted.</param>
public sealed record UnattendedRun(RunClaim Claim, DateTime LastHeartbeat, string? Node, long Checked, long? Total)
{
    /// <summary>The runs under way whose last heartbeat is older than this.</summary>
    public static async Task<IReadOnlyList<UnattendedRun>> ReadAllAsync(
        NpgsqlDataSource dataSource, DateTime before, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            select run.id, run.attempt, sign.last, heartbeat.node, run.checked, run.total
            from runs run
            left join run_heartbeats heartbeat on heartbeat.run_id = run.id
            cross join lateral (select greatest(heartbeat.beat_at, run.started_at, run.created_at) as last) sign
            where run.state in ('Queued', 'Running', 'Canceling') and sign.last < $1
            order by run.id
            """);
        command.Parameters.Add(new() { Value = before });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var runs = new List<UnattendedRun>();
        while (await reader.ReadAsync(cancellationToken))
        {
            runs.Add(new(
                new(reader.GetInt64(0), reader.GetInt32(1)),
                reader.GetDateTime(2),
                reader.IsDBNull(3) ? null : reader.GetString(3),
                reader.GetInt64(4),
                reader.GetFieldValue<long?>(5)));
        }

        return runs;
    }
}
