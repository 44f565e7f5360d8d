using Antenna.Core.Taxonomy;
using Npgsql;
using NpgsqlTypes;

namespace Antenna.Data.TaxaLists;

/// <summary>Turns what a list says of a name into columns, and back.</summary>
internal static class StoredListedName
{
    /// <summary>The columns that <see cref="Read"/> reads, of <c>taxa_list_entries entry</c>.</summary>
    public const string Columns =
        """
        entry.name_key, entry.name, entry.rank, entry.author, entry.rank_text, entry.status, entry.accepted_name, entry.include_descendants,
        entry.keys, entry.higher_taxa
        """;

    private const string Copy =
        """
        copy taxa_list_entries
            (taxa_list_version_id, name_key, name, rank, author, rank_text, status, accepted_name, include_descendants, keys, higher_taxa)
        from stdin (format binary)
        """;

    public static ListedName Read(NpgsqlDataReader reader, int first) => new ListedName(reader.GetString(first + 1), (Rank)reader.GetInt16(first + 2))
    {
        Author = TextOrNull(reader, first + 3),
        RankText = TextOrNull(reader, first + 4),
        Status = TextOrNull(reader, first + 5),
        AcceptedName = TextOrNull(reader, first + 6),
        IncludeDescendants = reader.GetBoolean(first + 7),
        Keys = ReadKeys(reader.GetFieldValue<string[]>(first + 8)),
        HigherTaxa = ReadHigherTaxa(reader.GetFieldValue<string[]>(first + 9)),
    }.WithKey(reader.GetString(first));

    /// <summary>The names of a version by their keys: all of them, or those of some keys.</summary>
    /// <param name="keys">Null for all.</param>
    public static async Task<Dictionary<string, ListedName>> ReadVersionAsync(
        NpgsqlConnection connection, long versionId, IReadOnlyCollection<string>? keys, CancellationToken cancellationToken)
    {
        var names = new Dictionary<string, ListedName>(StringComparer.Ordinal);
        if (keys is { Count: 0 })
            return names;
        await using var command = new NpgsqlCommand(
            $"select {Columns} from taxa_list_entries entry where taxa_list_version_id = $1 and ($2::text[] is null or name_key = any($2))", connection)
        {
            Parameters = { new() { Value = versionId }, new() { Value = (object?)keys?.ToArray() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            names.Add(reader.GetString(0), Read(reader, 0));
        return names;
    }

    public static async Task WriteAsync(
        NpgsqlConnection connection, long versionId, IReadOnlyList<ListedName> names, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync(Copy, cancellationToken);
        foreach (var name in names)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(versionId, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(name.Key, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(name.Name, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync((short)name.Rank, NpgsqlDbType.Smallint, cancellationToken);
            foreach (var text in (string?[])[name.Author, name.RankText, name.Status, name.AcceptedName])
                await WriteOrNullAsync(copy, text, cancellationToken);
            await copy.WriteAsync(name.IncludeDescendants, NpgsqlDbType.Boolean, cancellationToken);
            await copy.WriteAsync(Keys(name), NpgsqlDbType.Array | NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(HigherTaxa(name), NpgsqlDbType.Array | NpgsqlDbType.Text, cancellationToken);
        }
        await copy.CompleteAsync(cancellationToken);
    }

    public static string[] Keys(ListedName name) => [.. name.Keys.Select(key => $"{key.Source}:{key.Key}")];

    public static IReadOnlyList<ExternalKey> ReadKeys(string[] keys) =>
        [.. keys.Select(Parts).Select(key => new ExternalKey(key.Before, key.After))];

    public static IReadOnlyDictionary<Rank, string> ReadHigherTaxa(string[] higherTaxa) =>
        higherTaxa.Select(Parts).ToDictionary(higher => RankNames.Parse(higher.Before), higher => higher.After);

    public static string[] HigherTaxa(ListedName name) =>
        [.. name.HigherTaxa.OrderBy(higher => higher.Key).Select(higher => HigherTaxon(higher.Key, higher.Value))];

    /// <summary>A higher taxon as an entry has it: "family:Saturniidae".</summary>
    public static string HigherTaxon(Rank rank, string name) => $"{rank.DisplayName()}:{name}";

    private static Task WriteOrNullAsync(NpgsqlBinaryImporter copy, string? text, CancellationToken cancellationToken) =>
        text is null ? copy.WriteNullAsync(cancellationToken) : copy.WriteAsync(text, NpgsqlDbType.Text, cancellationToken);

    private static (string Before, string After) Parts(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return (text[..colon], text[(colon + 1)..]);
    }

    private static string? TextOrNull(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
