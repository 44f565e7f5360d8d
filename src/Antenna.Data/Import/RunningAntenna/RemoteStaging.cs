using Antenna.Data.Model;
using Npgsql;
using NpgsqlTypes;

namespace Antenna.Data.Import.RunningAntenna;

/// <summary>
/// Keeps in the database what was fetched of a running Antenna, each thing as soon as it is there, so that whoever goes on with an
/// import that was ended requests only what is missing. What was imported leaves its id behind and nothing else.
/// </summary>
internal sealed class RemoteStaging(NpgsqlDataSource dataSource, long sourceId, DateTime started)
{
    /// <summary>The version of a classification that is not imported.</summary>
    public const string LeftOut = "left out";

    /// <summary>The version of one whose capture is not of the set, and the beginning of that of an occurrence which should not be.</summary>
    public const string Outside = "outside";

    /// <summary>The version of a classification that is imported.</summary>
    public const string Wanted = "1";

    // What is here stays up to date, whatever it is of by now.
    private const string IsWanted = $"(listed_version not like '{Outside}%' or local_id is not null)";

    private const string FindSource =
        """
        select id from remote_sources
        where address = $1 and remote_project_id = $2 and remote_capture_set_id = $3
          and (project_id = (select id from projects where name = $4) or project_id is null and project = $4)
        order by id limit 1
        """;

    private const string AddSource =
        """
        insert into remote_sources (address, remote_project_id, remote_capture_set_id, project, project_id)
        values ($1, $2, $3, $4, (select id from projects where name = $4)) returning id
        """;

    // A body of a list's own row is fetched with it; the first one stays where it says the same, since addresses may carry a
    // signature that is another one each time.
    private const string List =
        """
        insert into remote_objects (source_id, kind, remote_id, listed_version, fetched_version, listed_at, body, parent_id)
        select $1, $2, id, version, case when body is not null and parent is null then version end, $6, body, parent
        from unnest($3, $4, $5, $7) as listed(id, version, body, parent)
        on conflict (source_id, kind, remote_id) do update
        set listed_version = excluded.listed_version, listed_at = excluded.listed_at,
            fetched_version = coalesce(excluded.fetched_version, remote_objects.fetched_version),
            body = case when remote_objects.listed_version = excluded.listed_version then coalesce(remote_objects.body, excluded.body)
                        else coalesce(excluded.body, remote_objects.body) end
        """;

    // A classification that was gone when it was requested does not come, unless its occurrence names it again.
    private const string Keep =
        $"""
        update remote_objects set body = $4, taken_by = null,
            listed_version = case when $4::bytea is null and kind = '{nameof(RemoteObjectKind.Classification)}' then '{LeftOut}' else listed_version end,
            fetched_version = case when $4::bytea is null and kind = '{nameof(RemoteObjectKind.Classification)}' then '{LeftOut}' else listed_version end
        where source_id = $1 and kind = $2 and remote_id = $3
        """;

    private const string Missing =
        $"""
        select remote_id from remote_objects
        where source_id = $1 and kind = $2 and remote_id > $3 and fetched_version is distinct from listed_version and {IsWanted}
        order by remote_id limit $4
        """;

    // A capture has no id here: it was imported where anything was.
    private const string RemoveUnlisted =
        $"""
        with gone as (delete from remote_objects where source_id = $1 and kind = $2 and listed_at < $3 returning kind, local_id)
        select count(*) from gone
        where local_id is not null or kind = '{nameof(RemoteObjectKind.Capture)}' and (select project_id is not null from remote_sources where id = $1)
        """;

    private const string IsImported = $"source_id = $1 and kind = '{nameof(RemoteObjectKind.Classification)}' and listed_version = '{Wanted}' and fetched_version = '{Wanted}' and body is null";

    // Those that are left out are there, and not missing.
    private const string AddFound =
        $"""
        insert into remote_objects (source_id, kind, remote_id, listed_version, fetched_version, listed_at)
        select $1, 'Classification', id, version, case when version in ('{LeftOut}', '{Outside}') then version end, $4 from unnest($2, $3) as found(id, version)
        on conflict (source_id, kind, remote_id) do update set listed_version = excluded.listed_version, listed_at = excluded.listed_at
        """;

    public static async Task<RemoteStaging> OpenAsync(
        NpgsqlDataSource dataSource, AntennaImportRequest request, DateTime started, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ImportLock.SharedRows.TakeAsync(connection, cancellationToken);
        object[] values = [request.Address.Api.AbsoluteUri, request.RemoteProjectId, request.RemoteCaptureSetId ?? 0, request.Project];
        var id = await connection.ScalarAsync<long?>(FindSource, values, cancellationToken)
            ?? await connection.ScalarAsync<long>(AddSource, values, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new(dataSource, id, started);
    }

    /// <summary>How much of a kind the last import left, for a check; 0 where none was made.</summary>
    public static async Task<long> CountFetchedAsync(
        NpgsqlDataSource dataSource, AntennaImportRequest request, RemoteObjectKind kind, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        return await connection.ScalarAsync<long>(
            $"""
            select count(*) from remote_objects
            where source_id = ({FindSource}) and kind = $5 and fetched_version = listed_version
            """,
            [request.Address.Api.AbsoluteUri, request.RemoteProjectId, request.RemoteCaptureSetId ?? 0, request.Project, $"{kind}"], cancellationToken);
    }

    /// <summary>Lays down rows of a list.</summary>
    public Task ListAsync(RemoteObjectKind kind, IReadOnlyCollection<ListedObject> rows, CancellationToken cancellationToken) => ExecuteAsync(
        List,
        [
            sourceId, $"{kind}", rows.Select(row => row.Id).ToArray(), rows.Select(row => row.Version).ToArray(),
            new NpgsqlParameter { Value = rows.Select(row => row.Body).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea }, started,
            rows.Select(row => row.ParentId).ToArray(),
        ],
        cancellationToken);

    /// <summary>Forgets what the lists did not name any more, so that it is not imported as theirs.</summary>
    /// <returns>How many of them were imported, and stay here.</returns>
    public async Task<long> RemoveUnlistedAsync(RemoteObjectKind kind, CancellationToken cancellationToken) =>
        (await QueryAsync(RemoveUnlisted, [sourceId, $"{kind}", started], reader => reader.GetInt64(0), cancellationToken))[0];

    /// <summary>How many identifications that were imported the list did not name any more.</summary>
    public async Task<long> CountUnlistedAsync(RemoteObjectKind kind, CancellationToken cancellationToken) => (await QueryAsync(
        "select count(*) from remote_objects where source_id = $1 and kind = $2 and listed_at < $3 and local_id is not null",
        [sourceId, $"{kind}", started], reader => reader.GetInt64(0), cancellationToken))[0];

    /// <summary>How many classifications were imported.</summary>
    public async Task<long> CountImportedAsync(CancellationToken cancellationToken) => (await QueryAsync(
        $"select count(*) from remote_objects where {IsImported}", [sourceId], reader => reader.GetInt64(0), cancellationToken))[0];

    /// <summary>Those of these classifications that were imported.</summary>
    public Task<List<long>> ImportedAsync(long[] ids, CancellationToken cancellationToken) => QueryAsync(
        $"select remote_id from remote_objects where {IsImported} and remote_id = any($2)", [sourceId, ids], reader => reader.GetInt64(0), cancellationToken);

    /// <summary>Keeps what was fetched, which may be that there is nothing any more.</summary>
    public async Task KeepAsync(
        RemoteObjectKind kind, long id, byte[]? body, IReadOnlyCollection<ListedObject> classifications, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (classifications.Count > 0)
            await ExecuteAsync(connection, AddFound, [sourceId, classifications.Select(row => row.Id).ToArray(), classifications.Select(row => row.Version).ToArray(), started], cancellationToken);
        await ExecuteAsync(connection, Keep, [sourceId, $"{kind}", id, body], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Has them fetched anew, also what should be outside of the set.</summary>
    public Task<int> ForgetAsync(RemoteObjectKind kind, IReadOnlyCollection<long> ids, CancellationToken cancellationToken) => ExecuteAsync(
        $"update remote_objects set fetched_version = null, listed_version = replace(listed_version, '{Outside}', '') where source_id = $1 and kind = $2 and remote_id = any($3)",
        [sourceId, $"{kind}", ids.ToArray()], cancellationToken);

    /// <summary>What is yet to be fetched, after an id.</summary>
    public Task<List<long>> MissingAsync(RemoteObjectKind kind, long after, int atMost, CancellationToken cancellationToken) =>
        QueryAsync(Missing, [sourceId, $"{kind}", after, atMost], reader => reader.GetInt64(0), cancellationToken);

    public async Task<(long Missing, long All)> CountAsync(RemoteObjectKind kind, CancellationToken cancellationToken) => (await QueryAsync(
        $"select count(*) filter (where fetched_version is distinct from listed_version), count(*) from remote_objects where source_id = $1 and kind = $2 and {IsWanted}",
        [sourceId, $"{kind}"], reader => (reader.GetInt64(0), reader.GetInt64(1)), cancellationToken))[0];

    /// <summary>The ids of these that are known.</summary>
    public async Task<HashSet<long>> KnownAsync(RemoteObjectKind kind, IReadOnlyCollection<long> ids, CancellationToken cancellationToken) =>
        [.. await QueryAsync(
            $"select remote_id from remote_objects where source_id = $1 and kind = $2 and remote_id = any($3) and {IsWanted}",
            [sourceId, $"{kind}", ids.ToArray()], reader => reader.GetInt64(0), cancellationToken)];

    /// <summary>The ids of all occurrences that were not fetched in this import, newest first, before an id.</summary>
    /// <param name="areOutside">Those that should not be of the set, or those that should.</param>
    public Task<List<long>> FetchedBeforeAsync(long before, bool areOutside, int atMost, CancellationToken cancellationToken) => QueryAsync(
        $"select remote_id from remote_objects where source_id = $1 and kind = 'Occurrence' and remote_id < $2 and body is null and {IsWanted} <> $3 order by remote_id desc limit $4",
        [sourceId, before, areOutside, atMost], reader => reader.GetInt64(0), cancellationToken);

    /// <summary>Keeps, in the import's transaction, what occurrences of the other Antenna are here.</summary>
    /// <param name="local">Ids here by the ids there.</param>
    public Task BindAsync(NpgsqlConnection connection, RemoteObjectKind kind, IReadOnlyDictionary<long, long> local, CancellationToken cancellationToken) => ExecuteAsync(
        connection,
        """
        update remote_objects fetched set local_id = bound.local_id, fetched_version = listed_version
        from unnest($3, $4) as bound(remote_id, local_id)
        where fetched.source_id = $1 and fetched.kind = $2 and fetched.remote_id = bound.remote_id
        """,
        [sourceId, $"{kind}", local.Keys.ToArray(), local.Values.ToArray()], cancellationToken);

    /// <summary>The occurrences here whose identifications are new or changed, in the order of their ids.</summary>
    public Task<List<long>> PendingOccurrencesAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => connection.QueryAsync(
        """
        select distinct occurrence.local_id from remote_objects identification
        join remote_objects occurrence on occurrence.source_id = $1 and occurrence.kind = 'Occurrence' and occurrence.remote_id = identification.parent_id
        where identification.source_id = $1 and identification.kind = 'Identification' and identification.fetched_version is distinct from identification.listed_version
          and occurrence.local_id in (select id from occurrences)
        order by 1
        """,
        [sourceId], reader => reader.GetInt64(0), cancellationToken);

    /// <summary>All identifications of these occurrences, in the order of their ids there.</summary>
    public Task<List<StagedIdentification>> IdentificationsAsync(NpgsqlConnection connection, long[] occurrences, CancellationToken cancellationToken) => connection.QueryAsync(
        """
        select identification.remote_id, occurrence.local_id, identification.local_id, identification.fetched_version is distinct from identification.listed_version, identification.body
        from remote_objects occurrence
        join remote_objects identification on identification.source_id = $1 and identification.kind = 'Identification' and identification.parent_id = occurrence.remote_id
        where occurrence.source_id = $1 and occurrence.kind = 'Occurrence' and occurrence.local_id = any($2)
        order by identification.remote_id
        """,
        [sourceId, occurrences],
        reader => new StagedIdentification(reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<long?>(2), reader.GetBoolean(3), new FetchedObject(reader.GetInt64(0), reader.GetFieldValue<byte[]>(4))),
        cancellationToken);

    /// <summary>Marks all that was fetched and not imported yet as an import's; what another fetches after that stays.</summary>
    public Task<int> TakeAsync(Guid import, CancellationToken cancellationToken) => ExecuteAsync(
        "update remote_objects set taken_by = $2 where source_id = $1 and kind in ('Occurrence', 'Classification') and body is not null",
        [sourceId, import], cancellationToken);

    /// <summary>Drops what an import has written, in its own transaction, and binds the source to the project, with which it goes.</summary>
    public async Task DropTakenAsync(NpgsqlConnection connection, Guid import, long projectId, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync("update remote_sources set project_id = $2 where id = $1", [sourceId, projectId], cancellationToken);
        await connection.ExecuteAsync("update remote_objects set body = null, taken_by = null where source_id = $1 and taken_by = $2", [sourceId, import], cancellationToken);
    }

    /// <summary>Fetched things of a kind by id, after an id.</summary>
    /// <param name="import">Only those that it took; null for all.</param>
    public Task<List<FetchedObject>> ReadAsync(RemoteObjectKind kind, Guid? import, long after, int atMost, CancellationToken cancellationToken) => QueryAsync(
        """
        select remote_id, body from remote_objects
        where source_id = $1 and kind = $2 and remote_id > $3 and body is not null and ($4::uuid is null or taken_by = $4) order by remote_id limit $5
        """,
        [sourceId, $"{kind}", after, (object?)import ?? DBNull.Value, atMost],
        reader => new FetchedObject(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)), cancellationToken);

    /// <summary>Fetched things of these ids.</summary>
    public async Task<Dictionary<long, FetchedObject>> ReadAsync(RemoteObjectKind kind, Guid? import, IReadOnlyCollection<long> ids, CancellationToken cancellationToken) =>
        (await QueryAsync(
            "select remote_id, body from remote_objects where source_id = $1 and kind = $2 and remote_id = any($3) and body is not null and ($4::uuid is null or taken_by = $4)",
            [sourceId, $"{kind}", ids.ToArray(), (object?)import ?? DBNull.Value],
            reader => new FetchedObject(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)), cancellationToken)).ToDictionary(row => row.Id);

    private async Task<int> ExecuteAsync(string sql, object?[] values, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        return await ExecuteAsync(connection, sql, values, cancellationToken);
    }

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, object?[] values, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var value in values)
            command.Parameters.Add(value as NpgsqlParameter ?? new() { Value = value ?? DBNull.Value });
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<List<T>> QueryAsync<T>(string sql, object?[] values, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        return await connection.QueryAsync(sql, values, read, cancellationToken);
    }
}
