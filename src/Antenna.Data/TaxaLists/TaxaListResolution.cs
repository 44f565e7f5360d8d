using Antenna.Core.Taxonomy;
using Npgsql;

namespace Antenna.Data.TaxaLists;

/// <summary>What resolving the names on lists did.</summary>
/// <param name="Resolved">Entries that a taxon is known for.</param>
/// <param name="Unresolved">Entries that none is known for: they stay names, and have no effect.</param>
/// <param name="Changed">Entries that resolve to something else than before.</param>
public sealed record ResolvedEntries(int Resolved, int Unresolved, int Changed);

/// <summary>
/// Finds the taxa of the names on lists: the one place, called whenever taxa were learned, a version was saved, or a
/// suggestion was accepted. What an entry resolves to depends on what it says, on what was accepted for its list, and on the
/// taxonomy as it is; never on what was known before.
/// </summary>
public static class TaxaListResolution
{
    private const int EntriesAtOnce = 5_000;

    // It takes as long as there are entries; the caller's token ends it.
    private const int NoTimeout = 0;

    private const string Accepted =
        "select taxa_list_id, name_key, kingdom_key, taxon_id from accepted_list_names where $1::bigint is null or taxa_list_id = $1";

    private const string Page =
        $"""
        select version.taxa_list_id, entry.taxa_list_version_id, entry.taxon_id, entry.match, {StoredListedName.Columns}
        from taxa_list_entries entry join taxa_list_versions version on version.id = entry.taxa_list_version_id
        where ($1::bigint is null or version.taxa_list_id = $1) and (entry.taxa_list_version_id, entry.name_key) > ($2, $3)
        order by entry.taxa_list_version_id, entry.name_key limit $4
        """;

    private const string Write =
        """
        update taxa_list_entries entry set taxon_id = resolved.taxon_id, match = resolved.match
        from unnest($1, $2, $3, $4) as resolved(version_id, name_key, taxon_id, match)
        where entry.taxa_list_version_id = resolved.version_id and entry.name_key = resolved.name_key
        """;

    /// <summary>Resolves the entries of one list, or of all, inside the caller's transaction.</summary>
    /// <param name="matcher">All taxa as they are now.</param>
    public static async Task<ResolvedEntries> ResolveAsync(
        NpgsqlConnection connection, NameMatcher matcher, long? taxaListId, CancellationToken cancellationToken)
    {
        var accepted = await AcceptedAsync(connection, taxaListId, cancellationToken);
        var (resolved, unresolved, changed) = (0, 0, 0);
        var after = (VersionId: 0L, Key: "");
        while (await ReadAsync(connection, taxaListId, after, cancellationToken) is { Count: > 0 } entries)
        {
            var found = entries.ConvertAll(entry => (Entry: entry, Match: Resolve(matcher, accepted, entry)));
            var other = found.FindAll(each => (each.Match.TaxonId, each.Match.Kind) != (each.Entry.TaxonId, each.Entry.Match));
            await WriteAsync(connection, other, cancellationToken);
            resolved += found.Count(each => each.Match.TaxonId is not null);
            unresolved += found.Count(each => each.Match.TaxonId is null);
            changed += other.Count;
            after = (entries[^1].VersionId, entries[^1].Name.Key);
        }

        return new(resolved, unresolved, changed);
    }

    /// <summary>Writes what some names on a version resolve to, where that is known already.</summary>
    internal static async Task WriteAsync(
        NpgsqlConnection connection, long versionId, IReadOnlyCollection<(string Key, NameMatch Match)> matches, CancellationToken cancellationToken)
    {
        await using var command = Command(
            connection, Write,
            matches.Select(_ => versionId).ToArray(),
            matches.Select(each => each.Key).ToArray(),
            matches.Select(each => each.Match.TaxonId).ToArray(),
            matches.Select(each => each.Match.TaxonId is null ? null : each.Match.Kind.ToString()).ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The taxa that people accepted for names on one list.</summary>
    public static async Task<AcceptedNames> AcceptedForAsync(
        NpgsqlConnection connection, long taxaListId, CancellationToken cancellationToken) =>
        (await AcceptedAsync(connection, taxaListId, cancellationToken)).GetValueOrDefault(taxaListId) ?? AcceptedNames.None;

    private static (long? TaxonId, NameMatchKind? Kind) Resolve(
        NameMatcher matcher, Dictionary<long, AcceptedNames> accepted, ResolvableEntry entry)
    {
        var match = new ListedNameMatcher(matcher, accepted.GetValueOrDefault(entry.TaxaListId) ?? AcceptedNames.None).Resolve(entry.Name);
        return (match.TaxonId, match.TaxonId is null ? null : match.Kind);
    }

    private static async Task<Dictionary<long, AcceptedNames>> AcceptedAsync(
        NpgsqlConnection connection, long? taxaListId, CancellationToken cancellationToken)
    {
        var accepted = new Dictionary<long, AcceptedNames>();
        await using var command = Command(connection, Accepted, taxaListId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (!accepted.TryGetValue(reader.GetInt64(0), out var names))
                accepted.Add(reader.GetInt64(0), names = new());
            names.Add(reader.GetString(1), reader.GetString(2), reader.GetInt64(3));
        }

        return accepted;
    }

    private static async Task<List<ResolvableEntry>> ReadAsync(
        NpgsqlConnection connection, long? taxaListId, (long VersionId, string Key) after, CancellationToken cancellationToken)
    {
        var entries = new List<ResolvableEntry>(EntriesAtOnce);
        await using var command = Command(connection, Page, taxaListId, after.VersionId, after.Key, EntriesAtOnce);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            entries.Add(new(
                reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<long?>(2),
                reader.IsDBNull(3) ? null : Enum.Parse<NameMatchKind>(reader.GetString(3)), StoredListedName.Read(reader, 4)));
        }

        return entries;
    }

    private static async Task WriteAsync(
        NpgsqlConnection connection, List<(ResolvableEntry Entry, (long? TaxonId, NameMatchKind? Kind) Match)> other, CancellationToken cancellationToken)
    {
        if (other.Count == 0)
            return;
        await using var command = Command(
            connection, Write,
            other.Select(each => each.Entry.VersionId).ToArray(),
            other.Select(each => each.Entry.Name.Key).ToArray(),
            other.Select(each => each.Match.TaxonId).ToArray(),
            other.Select(each => each.Match.Kind?.ToString()).ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = NoTimeout };
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value ?? DBNull.Value });
        return command;
    }

    private sealed record ResolvableEntry(
        long TaxaListId, long VersionId, long? TaxonId, NameMatchKind? Match, ListedName Name);
}
