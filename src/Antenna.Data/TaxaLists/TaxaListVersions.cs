using System.Security.Cryptography;
using System.Text;
using Antenna.Core.Taxonomy;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.News;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Antenna.Data.TaxaLists;

/// <summary>A content to save as the next version of a list.</summary>
/// <param name="Names">Each once, by its key.</param>
/// <param name="Note">Why, in the author's words.</param>
public sealed record NewTaxaListVersion(
    long TaxaListId, IReadOnlyList<ListedName> Names, long AuthorId, DateTime CreatedAt, string? Note);

/// <summary>A version as it was saved.</summary>
public sealed record SavedTaxaListVersion(long Id, int Number);

/// <summary>
/// The one place that versions of taxa lists are written, whatever saves one: an import, a page, a trial. Which taxa its
/// names are is for <see cref="TaxaListResolution"/> to say, to be called afterwards.
/// </summary>
public static class TaxaListVersions
{
    // Another that saves a version of the list waits here, and then finds this one.
    private const string Lock = "select from taxa_lists where id = $1 for update";

    private const string Insert =
        """
        insert into taxa_list_versions
            (taxa_list_id, number, author_id, created_at, note, entry_count, content_hash)
        select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6 from taxa_list_versions where taxa_list_id = $1
        returning id, number
        """;

    /// <summary>
    /// SHA-256 (lower-case hex) of all that the names say: their contents in the order of their bytes, each on a line, as
    /// UTF-8. What they resolve to is not part of it.
    /// </summary>
    public static string Hash(IEnumerable<ListedName> names)
    {
        var lines = names.Select(name => Encoding.UTF8.GetBytes(name.Content)).ToList();
        lines.Sort((one, other) => one.AsSpan().SequenceCompareTo(other));
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (index, line) in lines.Index())
        {
            if (index > 0)
                sha.AppendData("\n"u8);
            sha.AppendData(line);
        }
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    /// <summary>Writes the next version of a list inside the caller's transaction.</summary>
    /// <returns>Null where nothing changed: it says what the newest version says that is offered to all.</returns>
    public static async Task<SavedTaxaListVersion?> SaveAsync(
        NpgsqlConnection connection, NewTaxaListVersion version, CancellationToken cancellationToken)
    {
        var hash = Hash(version.Names);
        await LockAsync(connection, version.TaxaListId, cancellationToken);
        await using var context = new AntennaDbContext(AntennaDatabase.Options(connection));
        if (await context.TaxaListVersions.NewestOffered(version.TaxaListId).AnyAsync(newest => newest.ContentHash == hash, cancellationToken))
            return null;

        var saved = await InsertAsync(connection, version, hash, cancellationToken);
        await StoredListedName.WriteAsync(connection, saved.Id, version.Names, cancellationToken);
        await Announcements.TaxaListAsync(connection, version.TaxaListId, cancellationToken);
        return saved;
    }

    /// <summary>Waits for who else saves or promotes a version of the list, and keeps others from it until the transaction ends.</summary>
    internal static async Task LockAsync(NpgsqlConnection connection, long taxaListId, CancellationToken cancellationToken)
    {
        await using var acquire = new NpgsqlCommand(Lock, connection) { Parameters = { new() { Value = taxaListId } } };
        await acquire.ExecuteNonQueryAsync(cancellationToken);
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
                new() { Value = version.Names.Count },
                new() { Value = hash },
            },
        };
        await using var reader = await insert.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new(reader.GetInt64(0), reader.GetInt32(1));
    }
}
