using Npgsql;

namespace Antenna.Data.Import.Pipeline;

/// <summary>Makes the named capture set of the staged captures.</summary>
internal static class CaptureSetWriter
{
    private const string Staged = CaptureStaging.SourceImages;

    private const string Compare =
        $"""
        select
            (select count(*) from capture_set_items where capture_set_id = $1),
            (select count(distinct capture_id) from {Staged}),
            (select count(*) from capture_set_items
             where capture_set_id = $1 and capture_id in (select capture_id from {Staged}))
        """;

    /// <summary>The set of this name, and whether it was made now. One that is there must hold these very captures.</summary>
    /// <param name="isNumbered">Where it holds others, take the first of the names with a number behind that is free, or is that of these captures.</param>
    /// <exception cref="ImportRefusedException">It holds others: a set never changes.</exception>
    public static async Task<(long Id, bool IsNew)> EnsureAsync(
        NpgsqlConnection connection, long projectId, string name, bool isNumbered, ImportPlace file, DateTime now, CancellationToken cancellationToken)
    {
        for (var number = 2; isNumbered && await FindAsync(connection, projectId, name, cancellationToken) is { } taken && !await HoldsThemAsync(connection, taken, cancellationToken); number++)
            name = number == 2 ? $"{name} 2" : $"{name[..name.LastIndexOf(' ')]} {number}";
        var known = await FindAsync(connection, projectId, name, cancellationToken);
        if (known is { } id)
        {
            await RefuseOthersAsync(connection, projectId, id, name, file, cancellationToken);
            return (id, false);
        }

        var made = await connection.ScalarAsync<long>(
            "insert into capture_sets (project_id, name, created_at) values ($1, $2, $3) returning id", [projectId, name, now], cancellationToken);
        await connection.ExecuteAsync(
            $"insert into capture_set_items (capture_set_id, capture_id) select distinct $1, capture_id from {Staged}", [made], cancellationToken);
        return (made, true);
    }

    private static Task<long?> FindAsync(NpgsqlConnection connection, long projectId, string name, CancellationToken cancellationToken) =>
        connection.ScalarAsync<long?>("select id from capture_sets where project_id = $1 and name = $2", [projectId, name], cancellationToken);

    private static async Task<bool> HoldsThemAsync(NpgsqlConnection connection, long id, CancellationToken cancellationToken) =>
        await CompareAsync(connection, id, cancellationToken) is var (held, delivered, shared) && held == delivered && delivered == shared;

    private static async Task<(long Held, long Delivered, long Shared)> CompareAsync(NpgsqlConnection connection, long id, CancellationToken cancellationToken) =>
        (await connection.QueryAsync(Compare, [id], reader => (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)), cancellationToken))[0];

    private static async Task RefuseOthersAsync(
        NpgsqlConnection connection, long projectId, long id, string name, ImportPlace file, CancellationToken cancellationToken)
    {
        var (held, delivered, shared) = await CompareAsync(connection, id, cancellationToken);
        if (held == delivered && delivered == shared)
            return;

        var names = await connection.QueryAsync(
            "select name from capture_sets where project_id = $1", [projectId], reader => reader.GetString(0), cancellationToken);
        var free = Enumerable.Range(2, names.Count + 1).Select(number => $"{name} {number}").First(candidate => !names.Contains(candidate));
        throw new ImportRefusedException(
            file,
            $"the capture set {ShortText.Quote(name)} holds {CountText.Of(held, "capture", "captures")} and never changes, and this file has {delivered}, {shared} of them the same. "
            + $"Import it as a set of another name, such as {ShortText.Quote(free)}.");
    }
}
