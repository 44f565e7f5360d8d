using Antenna.Data.Database;
using Antenna.Data.Model;
using Npgsql;

namespace Antenna.Data.StandingMasks;

/// <summary>What a standing mask can be brought to.</summary>
public enum StandingMaskChange
{
    Pause,
    Resume,
    End,
}

/// <summary>Who keeps a standing mask from launching runs.</summary>
/// <param name="EndedBy">Null where it has not ended.</param>
/// <param name="PausedBy">Null where it is not paused.</param>
public readonly record struct StandingMaskHalt(string? EndedBy, string? PausedBy);

/// <summary>Writes standing masks and settles the runs that they owe, on the caller's connection and inside its transaction.</summary>
public static class StandingMaskRecords
{
    private const string Insert =
        """
        insert into standing_masks (
            project_id, taxa_list_id, algorithm_id, mode, only_when_species_changes, hold_below, set_by_id, set_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict do nothing
        returning id
        """;

    /// <summary>Sets a standing mask.</summary>
    /// <returns>Its id; null where the project has one of the classifier already.</returns>
    public static async Task<long?> InsertAsync(NpgsqlConnection connection, StandingMask mask, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            Insert, mask.ProjectId, mask.TaxaListId, mask.AlgorithmId, (short)mask.Mode, mask.OnlyWhenSpeciesChanges, mask.HoldBelow, mask.SetById, mask.SetAt);
        return (long?)await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Pauses, resumes or ends a standing mask. One that is so already is left as it is, and one that ended stays ended.</summary>
    /// <returns>The project, where something changed; null where nothing did.</returns>
    public static async Task<long?> ChangeAsync(
        NpgsqlConnection connection, long id, StandingMaskChange change, DateTime now, long personId, CancellationToken cancellationToken)
    {
        await using var command = change switch
        {
            StandingMaskChange.Pause => connection.Command(
                "update standing_masks set paused_at = $2, paused_by_id = $3 where id = $1 and paused_at is null and ended_at is null returning project_id",
                id, now, personId),
            StandingMaskChange.Resume => connection.Command(
                "update standing_masks set paused_at = null, paused_by_id = null where id = $1 and paused_at is not null and ended_at is null returning project_id",
                id),
            _ => connection.Command(
                "update standing_masks set ended_at = $2, ended_by_id = $3 where id = $1 and ended_at is null returning project_id",
                id, now, personId),
        };
        return (long?)await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Reads who keeps a standing mask from launching runs; until the caller commits, nobody pauses, resumes or ends it.</summary>
    public static async Task<StandingMaskHalt> ShareAsync(NpgsqlConnection connection, long id, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            """
            select (select name from people where id = mask.ended_by_id), (select name from people where id = mask.paused_by_id)
            from standing_masks mask where mask.id = $1 for share of mask
            """,
            id);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new(reader.IsDBNull(0) ? null : reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1));
    }

    /// <summary>The runs that are owed, oldest first.</summary>
    public static async Task<IReadOnlyList<long>> OwedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("select id from standing_mask_launches where settled_at is null order by id");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new List<long>();
        while (await reader.ReadAsync(cancellationToken))
            ids.Add(reader.GetInt64(0));
        return ids;
    }

    /// <summary>Locks a run that is owed, for the caller to settle; false where it is settled, or somebody else does that now.</summary>
    public static async Task<bool> LockOwedAsync(NpgsqlConnection connection, long launchId, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            "select id from standing_mask_launches where id = $1 and settled_at is null for update skip locked", launchId);
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    /// <summary>Settles a run that was owed: by a run, or by the reason why there is none.</summary>
    public static async Task SettleAsync(
        NpgsqlConnection connection, long launchId, DateTime now, long? runId, string? refusal, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            "update standing_mask_launches set settled_at = $2, run_id = $3::bigint, refusal = $4::text where id = $1", launchId, now, runId, refusal);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
