using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Antenna.Data.Database;
using Npgsql;

namespace Antenna.Data.Scopes;

/// <summary>Stores selections, each once, and loads the occurrences of those that are stored.</summary>
public static class Selections
{
    private const string Insert =
        """
        insert into selections (project_id, content_hash, occurrences, created_at) values ($1, $2, $3, $4)
        on conflict (project_id, content_hash) do update set content_hash = excluded.content_hash
        returning id
        """;

    private const string InsertOccurrences =
        "insert into selection_occurrences (selection_id, occurrence_id) select $1, id from unnest($2) id on conflict do nothing";

    private const string Load = "select occurrence_id from selection_occurrences where selection_id = $1 order by occurrence_id";

    /// <summary>Freezes a selection inside the caller's transaction; other scopes are returned as they are.</summary>
    public static async Task<RunScope> StoreAsync(
        NpgsqlConnection connection, RunScope scope, long projectId, DateTime now, CancellationToken cancellationToken)
    {
        if (scope is not { Kind: RunScopeKind.Selection, Id: null })
            return scope;
        var ids = scope.OccurrenceIds!.ToArray();
        await using var insert = connection.Command(Insert, projectId, HashOf(ids), ids.Length, now);
        var id = (long)(await insert.ExecuteScalarAsync(cancellationToken))!;
        await using var members = connection.Command(InsertOccurrences, id, ids);
        await members.ExecuteNonQueryAsync(cancellationToken);
        return RunScope.OfStoredSelection(id, ids);
    }

    /// <summary>The scope with the occurrences that it names, where they are stored and were not loaded yet.</summary>
    public static async Task<RunScope> LoadAsync(NpgsqlConnection connection, RunScope scope, CancellationToken cancellationToken)
    {
        if (scope is not { Kind: RunScopeKind.Selection, Id: { } id, OccurrenceIds: null })
            return scope;
        await using var command = connection.Command(Load, id);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new List<long>();
        while (await reader.ReadAsync(cancellationToken))
            ids.Add(reader.GetInt64(0));
        return RunScope.OfStoredSelection(id, ids);
    }

    private static string HashOf(long[] ids) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.ASCII.GetBytes(string.Join(',', ids.Select(id => id.ToString(CultureInfo.InvariantCulture))))));
}
