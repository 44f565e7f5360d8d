using System.Buffers.Binary;
using System.Security.Cryptography;
using Antenna.Core.Taxonomy;
using Antenna.Data.News;
using Npgsql;
using NpgsqlTypes;

namespace Antenna.Data.TaxaLists;

/// <summary>A content to save as the next version of a list.</summary>
/// <param name="Entries">In canonical form: <see cref="TaxaListVersions.Canonical"/>.</param>
/// <param name="Note">Why, in the author's words.</param>
/// <param name="TrialOfId">The curator whose trying out it serves; null for a version that is offered to all.</param>
public sealed record NewTaxaListVersion(
    long TaxaListId, IReadOnlyList<ListEntry> Entries, long AuthorId, DateTime CreatedAt, string? Note, long? TrialOfId = null);

/// <summary>A version as it was saved.</summary>
public sealed record SavedTaxaListVersion(long Id, int Number);

/// <summary>
/// The one place that versions of taxa lists are written, whoever saves one: an import, a page, a trial.
/// </summary>
public static class TaxaListVersions
{
    // Whoever else saves a version of the list waits here, and then finds this one.
    private const string Lock = "select from taxa_lists where id = $1 for update";

    private const string NewestHash =
        """
        select content_hash from taxa_list_versions
        where taxa_list_id = $1 and trial_of_id is null order by number desc limit 1
        """;

    private const string Insert =
        """
        insert into taxa_list_versions
            (taxa_list_id, number, author_id, created_at, note, trial_of_id, taxon_count, content_hash)
        select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6, $7 from taxa_list_versions where taxa_list_id = $1
        returning id, number
        """;

    /// <summary>
    /// What entries mean, written in one way only: accepted taxa, each once, in the order of their ids; one that is
    /// listed with and without its descendants is listed with them.
    /// </summary>
    /// <exception cref="KeyNotFoundException">An entry's taxon is not in the tree.</exception>
    public static IReadOnlyList<ListEntry> Canonical(TaxonTree tree, IEnumerable<ListEntry> entries) =>
    [
        .. entries.GroupBy(entry => tree.AcceptedOf(entry.TaxonId), entry => entry.IncludeDescendants)
            .Select(same => new ListEntry(same.Key, same.Any(included => included)))
            .OrderBy(entry => entry.TaxonId),
    ];

    /// <summary>
    /// SHA-256 (lower-case hex) of canonical entries, each as its taxon's id (8 bytes, little-endian) and one byte, 1 if
    /// its descendants are included.
    /// </summary>
    public static string Hash(IEnumerable<ListEntry> canonicalEntries)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> bytes = stackalloc byte[sizeof(long) + 1];
        foreach (var entry in canonicalEntries)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, entry.TaxonId);
            bytes[^1] = entry.IncludeDescendants ? (byte)1 : (byte)0;
            sha.AppendData(bytes);
        }
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    /// <summary>Writes the next version of a list inside the caller's transaction.</summary>
    /// <returns>Null where nothing changed: the content equals that of the newest version that is offered to all.</returns>
    public static async Task<SavedTaxaListVersion?> SaveAsync(
        NpgsqlConnection connection, NewTaxaListVersion version, CancellationToken cancellationToken)
    {
        var hash = Hash(version.Entries);
        await using (var acquire = new NpgsqlCommand(Lock, connection) { Parameters = { new() { Value = version.TaxaListId } } })
            await acquire.ExecuteNonQueryAsync(cancellationToken);
        await using (var newest = new NpgsqlCommand(NewestHash, connection) { Parameters = { new() { Value = version.TaxaListId } } })
        {
            if (await newest.ExecuteScalarAsync(cancellationToken) is string known && known == hash)
                return null;
        }

        var saved = await InsertAsync(connection, version, hash, cancellationToken);
        await Announcements.TaxaListAsync(connection, version.TaxaListId, cancellationToken);
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy taxa_list_entries (taxa_list_version_id, taxon_id, include_descendants) from stdin (format binary)", cancellationToken);
        foreach (var entry in version.Entries)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(saved.Id, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(entry.TaxonId, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(entry.IncludeDescendants, NpgsqlDbType.Boolean, cancellationToken);
        }
        await copy.CompleteAsync(cancellationToken);
        return saved;
    }

    private static async Task<SavedTaxaListVersion> InsertAsync(
        NpgsqlConnection connection, NewTaxaListVersion version, string hash, CancellationToken cancellationToken)
    {
        await using var insert = new NpgsqlCommand(Insert, connection)
        {
            Parameters =
            {
                new() { Value = version.TaxaListId },
                new() { Value = version.AuthorId },
                new() { Value = version.CreatedAt },
                new() { Value = (object?)version.Note ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = (object?)version.TrialOfId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
                new() { Value = version.Entries.Count },
                new() { Value = hash },
            },
        };
        await using var reader = await insert.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new(reader.GetInt64(0), reader.GetInt32(1));
    }
}
