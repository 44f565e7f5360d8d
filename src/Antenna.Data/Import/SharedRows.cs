using Npgsql;

namespace Antenna.Data.Import;

/// <summary>
/// Rows that all projects share and an import adds to: algorithms, people, folders of pictures. They are written in a short
/// transaction of their own, before the import's: written within that, an import into another project that brings the same
/// ones would wait for all of it. What a refused import added, and nothing refers to, is removed again.
/// </summary>
/// <param name="dataSource">Null to write them within the import's transaction: of a check, which works on copies.</param>
/// <param name="target">What is imported into.</param>
internal sealed class SharedRows(NpgsqlDataSource? dataSource, ImportLock target)
{
    private readonly List<(string Table, long Id)> _added = [];

    /// <summary>Runs an import that adds such rows, and removes what it added and nothing refers to where it fails.</summary>
    public static async Task<T> UseAsync<T>(NpgsqlDataSource dataSource, ImportLock target, ImportMode mode, Func<SharedRows, Task<T>> import)
    {
        var shared = new SharedRows(mode is ImportMode.Write ? dataSource : null, target);
        try
        {
            return await import(shared);
        }
        catch
        {
            await shared.RemoveUnusedAsync();
            throw;
        }
    }

    /// <summary>Adds what is missing; no other import adds at the same time, and the taxonomy stays as it is meanwhile.</summary>
    /// <param name="import">The import's own connection.</param>
    public Task<T> WriteAsync<T>(NpgsqlConnection import, Func<NpgsqlConnection, Task<T>> write, CancellationToken cancellationToken) => WriteAsync(
        import,
        async own =>
        {
            await ImportLock.Taxonomy.ShareAsync(own, cancellationToken);
            await ImportLock.SharedRows.TakeAsync(own, cancellationToken);
        },
        write,
        cancellationToken);

    /// <summary>Changes the taxonomy, which nobody else does at the same time.</summary>
    /// <param name="import">The import's own connection.</param>
    public Task<T> WriteTaxonomyAsync<T>(NpgsqlConnection import, Func<NpgsqlConnection, Task<T>> write, CancellationToken cancellationToken) =>
        WriteAsync(import, own => ImportLock.Taxonomy.TakeAsync(own, cancellationToken), write, cancellationToken);

    private async Task<T> WriteAsync<T>(
        NpgsqlConnection import, Func<NpgsqlConnection, Task> takeLocks, Func<NpgsqlConnection, Task<T>> write, CancellationToken cancellationToken)
    {
        if (dataSource is null)
            return await write(import);

        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync("select set_config('application_name', $1, true)", [target.Name], cancellationToken);
        await takeLocks(connection);
        var written = await write(connection);
        await transaction.CommitAsync(cancellationToken);
        return written;
    }

    /// <summary>Remembers a row that was added.</summary>
    public void Added(string table, long id) => _added.Add((table, id));

    /// <summary>Keeps rows from being removed until the import's transaction ends; false where one is gone already.</summary>
    public async Task<bool> HoldAsync(NpgsqlConnection import, string table, IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        if (dataSource is null)
            return true;
        var held = await import.QueryAsync(
            $"select id from {table} where id = any($1) for key share", [ids.ToArray()], reader => reader.GetInt64(0), cancellationToken);
        return held.Count == ids.Distinct().Count();
    }

    private async Task RemoveUnusedAsync()
    {
        if (dataSource is null)
            return;
        foreach (var (table, id) in Enumerable.Reverse(_added))
        {
            try
            {
                // The import's own token may be what ended it.
                await using var connection = await dataSource.OpenConnectionAsync(CancellationToken.None);
                await connection.ExecuteAsync(
                    $"delete from {table} where id in (select id from {table} where id = $1 for update skip locked)", [id], CancellationToken.None);
            }
            catch (NpgsqlException)
            {
                // Another import uses it by now, or the database went away, which the import itself tells: then it stays, as
                // good as any other for the import that brings it next.
            }
        }
    }
}
