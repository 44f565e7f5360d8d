using Antenna.Data.Database;
using Antenna.Data.Import;
using Antenna.Data.Model;
using Antenna.Data.News;
using Npgsql;

namespace Antenna.Data.ImportJobs;

/// <summary>A process's hold on an import: only the newest attempt may write its end.</summary>
public readonly record struct ImportClaim(long ImportId, int Attempt);

/// <summary>An import that a process has taken up.</summary>
public sealed record ClaimedImport(ImportClaim Claim, ImportOrder Order);

/// <summary>How an import stands, once a process has told how it ended for it.</summary>
/// <param name="IsMine">The process's attempt is the one that counts.</param>
/// <param name="Report">What it did; null unless it succeeded.</param>
public sealed record ImportEnd(ImportState State, bool IsMine, ImportReport? Report);

/// <summary>An import of nodes without a heartbeat, of which only the schedule tells whether a node has it.</summary>
/// <param name="LastHeartbeat">The last one, or when it was requested; UTC.</param>
/// <param name="Node">The process that had it; null where none did.</param>
public sealed record UnattendedImport(long ImportId, int Attempt, DateTime LastHeartbeat, string? Node);

/// <summary>Another process claimed the import, or it was ended for this one: it may not commit.</summary>
public sealed class StaleImportClaimException(ImportClaim claim) : Exception($"Attempt {claim.Attempt} of import {claim.ImportId} does not count any more.");

/// <summary>Writes the records of imports. Each change is announced, and is made only where the state allows it.</summary>
public static class ImportRecords
{
    private const string Create =
        """
        insert into imports (kind, project_id, project, source, "order", state, requested_by_id, created_at, is_scheduled, attempt)
        values ($1, (select id from projects where name = $2), $2, $3, $4::jsonb, 'Queued', $5, $6, $7, 0)
        returning id
        """;

    private const string Claim =
        """
        update imports
        set state = 'Running', attempt = attempt + 1, node = $2, started_at = coalesce(started_at, $3), beat_at = $3, phase = null, done = null, waits_since = null, wait_kind = null, waits_for = null
        where id = $1 and state in ('Queued', 'Running')
        returning attempt, "order"
        """;

    private const string Beat =
        """
        update imports set beat_at = $3, phase = $4, done = $5, waits_since = $6, waits_for = $7, wait_kind = $8
        where id = $1 and attempt = $2 and state in ('Running', 'Canceling')
        returning state
        """;

    private const string Succeed =
        """
        update imports
        set state = 'Succeeded', report = $3::jsonb, finished_at = $4, phase = null, done = null, waits_since = null, wait_kind = null, waits_for = null,
            project_id = (select id from projects where name = imports.project)
        where id = $1 and attempt = $2 and state = 'Running'
        """;

    private const string End =
        """
        update imports set state = $3, reason = $4, finished_at = $5, phase = null, done = null, waits_since = null, wait_kind = null, waits_for = null
        where id = $1 and attempt = $2 and state in ('Running', 'Canceling')
        """;

    // One that nobody works on ends at once; whoever wakes up with it later finds another attempt.
    private const string Cancel =
        """
        update imports
        set state = case when state = 'Queued' or beat_at < $2 then 'Canceled' else 'Canceling' end,
            finished_at = case when state = 'Queued' or beat_at < $2 then $3::timestamptz end,
            attempt = case when state = 'Queued' or beat_at < $2 then attempt + 1 else attempt end
        where id = $1 and state in ('Queued', 'Running', 'Canceling')
        returning state
        """;

    private const string Stands = "select state, attempt = $2, report::text from imports where id = $1";

    // Nobody takes up one that is being canceled.
    private const string EndOrphaned =
        """
        update imports
        set attempt = attempt + 1, finished_at = $2, phase = null, done = null, waits_since = null, wait_kind = null, waits_for = null,
            state = case state when 'Canceling' then 'Canceled' else 'Failed' end,
            reason = case state when 'Canceling' then null else $3 end
        where (not is_scheduled or state = 'Canceling') and state in ('Queued', 'Running', 'Canceling') and coalesce(beat_at, created_at) < $1
        returning id
        """;

    private const string Unattended =
        """
        select id, attempt, coalesce(beat_at, created_at), node from imports
        where is_scheduled and state in ('Queued', 'Running') and coalesce(beat_at, created_at) < $1
        order by id
        """;

    private const string FailUnattended =
        """
        update imports set state = 'Failed', attempt = attempt + 1, reason = $4, finished_at = $5, phase = null, done = null, waits_since = null, wait_kind = null, waits_for = null
        where id = $1 and attempt = $2 and state in ('Queued', 'Running') and coalesce(beat_at, created_at) < $3
        """;

    private const string RemoveFiles = "delete from import_file_pieces where import_id = $1";

    private const string RemoveToken = """update imports set "order" = "order" #- '{Remote,SealedToken}' where id = $1 and "order" #> '{Remote,SealedToken}' is not null""";

    /// <summary>Records that an import was requested.</summary>
    /// <param name="isScheduled">Nodes execute it; else the process that calls does.</param>
    /// <returns>Its id.</returns>
    public static async Task<long> CreateAsync(
        NpgsqlConnection connection, ImportOrder order, long personId, bool isScheduled, DateTime now, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            Create, $"{order.Kind}", order.Project, order.Source, order.ToJson(), personId, now, isScheduled);
        var id = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
        await Announcements.ImportAsync(connection, id, cancellationToken);
        return id;
    }

    /// <summary>Takes an import up; null where there is nothing to do any more.</summary>
    public static async Task<ClaimedImport?> ClaimAsync(
        NpgsqlDataSource dataSource, long importId, string node, DateTime now, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        ClaimedImport? claimed;
        await using (var command = connection.Command(Claim, importId, node, now))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            claimed = await reader.ReadAsync(cancellationToken)
                ? new(new(importId, reader.GetInt32(0)), ImportOrder.Parse(reader.GetString(1)))
                : null;
        }

        await Announcements.ImportAsync(connection, importId, cancellationToken);
        return claimed;
    }

    /// <summary>Says that the process is there, and how far it is; the state now, null where the claim does not count any more.</summary>
    public static async Task<ImportState?> BeatAsync(
        NpgsqlDataSource dataSource, ImportClaim claim, ImportProgress? progress, DateTime now, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = connection.Command(
            Beat, claim.ImportId, claim.Attempt, now, progress?.Phase.ToString(), progress?.Done, progress?.Wait?.Since, progress?.Wait?.Holder,
            progress?.Wait?.Kind.ToString());
        if (await command.ExecuteScalarAsync(cancellationToken) is not string state)
            return null;
        await Announcements.ImportAsync(connection, claim.ImportId, cancellationToken);
        return Enum.Parse<ImportState>(state);
    }

    /// <summary>Records in the import's own transaction what it did.</summary>
    /// <exception cref="StaleImportClaimException">The attempt does not count any more, so that nothing of it may be committed.</exception>
    /// <param name="lines">What became of the lines of a list; null for other imports.</param>
    public static async Task SucceedAsync(
        NpgsqlConnection connection, ImportClaim claim, ImportReport report, MatchedLineLog? lines, DateTime now, CancellationToken cancellationToken)
    {
        await using (var command = connection.Command(Succeed, claim.ImportId, claim.Attempt, StoredReports.Write(report), now))
        {
            if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
                throw new StaleImportClaimException(claim);
        }

        if (lines is not null)
            await lines.StoreAsync(connection, claim.ImportId, cancellationToken);

        await AfterEndAsync(connection, claim.ImportId, cancellationToken);
    }

    /// <summary>Records that an import ended and wrote nothing, unless it has ended already, or another process has it.</summary>
    /// <param name="reason">Why it failed; null where it was canceled.</param>
    /// <param name="lines">What became of the lines of its list, which show why it failed; null where that is not kept.</param>
    /// <returns>How it stands then; null where there is no such import any more.</returns>
    public static async Task<ImportEnd?> EndAsync(
        NpgsqlDataSource dataSource, ImportClaim claim, string? reason, MatchedLineLog? lines, DateTime now, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var state = reason is null ? ImportState.Canceled : ImportState.Failed;
        await using (var command = connection.Command(End, claim.ImportId, claim.Attempt, $"{state}", reason, now))
        {
            if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
                return await FindEndAsync(connection, claim, cancellationToken);
        }

        if (lines is not null)
            await lines.StoreAsync(connection, claim.ImportId, cancellationToken);
        await AfterEndAsync(connection, claim.ImportId, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new(state, IsMine: true, Report: null);
    }

    /// <summary>Cancels an import: at once where nobody works on it, else its process does within a second.</summary>
    /// <param name="aliveSince">A process that was heard of since then is taken to be at work.</param>
    /// <returns>The state now; null where it had ended.</returns>
    public static async Task<ImportState?> CancelAsync(
        NpgsqlDataSource dataSource, long importId, DateTime aliveSince, DateTime now, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = connection.Command(Cancel, importId, aliveSince, now);
        if (await command.ExecuteScalarAsync(cancellationToken) is not string text)
            return null;
        var state = Enum.Parse<ImportState>(text);
        if (state is ImportState.Canceled)
            await AfterEndAsync(connection, importId, cancellationToken);
        else
            await Announcements.ImportAsync(connection, importId, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return state;
    }

    /// <summary>
    /// Ends what nobody takes up whose process was not heard of since: fails what a command began, and cancels what was being canceled.
    /// </summary>
    /// <param name="reason">Why what a command began failed.</param>
    /// <returns>The ids.</returns>
    public static async Task<IReadOnlyList<long>> EndOrphanedAsync(
        NpgsqlDataSource dataSource, DateTime withoutHeartbeatSince, string reason, DateTime now, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var ended = new List<long>();
        await using (var command = connection.Command(EndOrphaned, withoutHeartbeatSince, now, reason))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                ended.Add(reader.GetInt64(0));
        }

        foreach (var id in ended)
            await AfterEndAsync(connection, id, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return ended;
    }

    /// <summary>The imports of nodes that were not heard of since.</summary>
    public static async Task<IReadOnlyList<UnattendedImport>> FindUnattendedAsync(
        NpgsqlDataSource dataSource, DateTime withoutHeartbeatSince, CancellationToken cancellationToken)
    {
        await using var command = dataSource.Command(Unattended, withoutHeartbeatSince);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var imports = new List<UnattendedImport>();
        while (await reader.ReadAsync(cancellationToken))
            imports.Add(new(reader.GetInt64(0), reader.GetInt32(1), reader.GetDateTime(2), reader.IsDBNull(3) ? null : reader.GetString(3)));
        return imports;
    }

    /// <summary>Fails one of them, unless it was heard of, claimed or ended meanwhile.</summary>
    /// <returns>Whether it was failed.</returns>
    public static async Task<bool> FailUnattendedAsync(
        NpgsqlDataSource dataSource, UnattendedImport import, DateTime withoutHeartbeatSince, string reason, DateTime now, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = connection.Command(FailUnattended, import.ImportId, import.Attempt, withoutHeartbeatSince, reason, now);
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
            return false;
        await AfterEndAsync(connection, import.ImportId, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private static async Task<ImportEnd?> FindEndAsync(NpgsqlConnection connection, ImportClaim claim, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(Stands, claim.ImportId, claim.Attempt);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new(Enum.Parse<ImportState>(reader.GetString(0)), reader.GetBoolean(1), reader.IsDBNull(2) ? null : StoredReports.Read(reader.GetString(2)))
            : null;
    }

    private static async Task AfterEndAsync(NpgsqlConnection connection, long importId, CancellationToken cancellationToken)
    {
        await using (var command = connection.Command(RemoveFiles, importId))
            await command.ExecuteNonQueryAsync(cancellationToken);
        await using (var command = connection.Command(RemoveToken, importId))
            await command.ExecuteNonQueryAsync(cancellationToken);
        await Announcements.ImportAsync(connection, importId, cancellationToken);
    }
}
