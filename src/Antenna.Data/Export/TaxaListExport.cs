using Antenna.Core.Taxonomy;
using Antenna.Data.Database;
using Antenna.Data.TaxaLists;
using Npgsql;

namespace Antenna.Data.Export;

/// <summary>Hands on versions of taxa lists, which never change.</summary>
public sealed class TaxaListExport(NpgsqlDataSource dataSource)
{
    /// <summary>Opens a version of a list.</summary>
    /// <param name="number">Null for the newest.</param>
    /// <returns>Null where the list has no such version. A connection is held until it is disposed of.</returns>
    public async Task<TaxaListExtract?> OpenAsync(long taxaListId, int? number, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        try
        {
            if (await FindAsync(connection, taxaListId, number, cancellationToken) is { } found)
                return found;
            await connection.DisposeAsync();
            return null;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async Task<TaxaListExtract?> FindAsync(NpgsqlConnection connection, long taxaListId, int? number, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            """
            select version.id, list.name, version.number, count(entry.name_key), author.name, version.created_at
            from taxa_list_versions version
            join taxa_lists list on list.id = version.taxa_list_id
            join people author on author.id = version.author_id
            left join taxa_list_entries entry on entry.taxa_list_version_id = version.id
            where version.taxa_list_id = $1 and version.number is not null and ($2 = 0 or version.number = $2)
            group by version.id, list.name, version.number, author.name order by version.number desc limit 1
            """,
            taxaListId, number ?? 0);
        long id;
        string name;
        int found;
        long count;
        string author;
        DateTime savedAt;
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            if (!await reader.ReadAsync(cancellationToken))
                return null;
            (id, name, found, count) = (reader.GetInt64(0), reader.GetString(1), reader.GetInt32(2), reader.GetInt64(3));
            (author, savedAt) = (reader.GetString(4), reader.GetDateTime(5));
        }

        return new(connection, id, name, found, count, await SourcesAsync(connection, id, cancellationToken)) { Author = author, SavedAt = savedAt };
    }

    /// <summary>The databases whose keys the names have, each as often as a name has keys of it.</summary>
    private static async Task<IReadOnlyList<KeySourceCount>> SourcesAsync(NpgsqlConnection connection, long versionId, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            """
            select source, max(keys)::int from (
                select entry.name_key, split_part(key, ':', 1) as source, count(*) as keys, min(position) as position
                from taxa_list_entries entry cross join unnest(entry.keys) with ordinality as each (key, position)
                where entry.taxa_list_version_id = $1 group by 1, 2) counted
            group by source order by min(position), source
            """,
            versionId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var sources = new List<KeySourceCount>();
        while (await reader.ReadAsync(cancellationToken))
            sources.Add(new(reader.GetString(0), reader.GetInt32(1)));
        return sources;
    }
}

/// <param name="Most">How many keys of it a name has at most.</param>
internal sealed record KeySourceCount(string Source, int Most);

/// <summary>A version of a taxa list, to be read through once or several times.</summary>
public sealed class TaxaListExtract : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly long _versionId;

    internal TaxaListExtract(NpgsqlConnection connection, long versionId, string name, int number, long size, IReadOnlyList<KeySourceCount> sources)
    {
        (_connection, _versionId, Name, Number, Size) = (connection, versionId, name, number, size);

        // A second key of one database is that of the accepted name, and stands in a column that imports know for it.
        KeyColumns = [.. sources.Select(source => ($"taxon_key:{source.Source}", source.Source, 0)), .. sources.Where(source => source.Most > 1).Select(source => ($"accepted_{source.Source}_key", source.Source, 1))];
    }

    public string Name { get; }

    public int Number { get; }

    /// <summary>Who saved the version.</summary>
    public required string Author { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime SavedAt { get; init; }

    /// <summary>The version's.</summary>
    internal long Id => _versionId;

    /// <summary>How many names are on it.</summary>
    public long Size { get; }

    /// <summary>Columns of keys: the header that imports read, the database, and which of a name's keys of it.</summary>
    internal IReadOnlyList<(string Header, string Source, int Position)> KeyColumns { get; }

    /// <summary>Streams the names in the order of their keys.</summary>
    internal async Task ReadAsync(Func<ListedName, ValueTask> read, CancellationToken cancellationToken)
    {
        await using var command = _connection.Command(
            $"select {StoredListedName.Columns} from taxa_list_entries entry where entry.taxa_list_version_id = $1 order by entry.name_key", _versionId);
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            await read(StoredListedName.Read(reader, 0));
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
