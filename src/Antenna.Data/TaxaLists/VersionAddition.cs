using Antenna.Data.Database;
using Npgsql;

namespace Antenna.Data.TaxaLists;

/// <summary>A version of a list, as what added names to the one before it that is offered to all.</summary>
/// <param name="BeforeId">Null for the first version, which added all that it lists.</param>
internal sealed record VersionAddition(long VersionId, long? BeforeId)
{
    private const string OfNumber =
        """
        select version.id, (
            select before.id from taxa_list_versions before
            where before.taxa_list_id = version.taxa_list_id and before.number < version.number
            order by before.number desc limit 1)
        from taxa_list_versions shown join taxa_list_versions version on version.taxa_list_id = shown.taxa_list_id
        where shown.id = $1 and version.number = $2
        """;

    /// <summary>The version of a number on the list that another version, or a trial, is of; null where it has none.</summary>
    public static async Task<VersionAddition?> FindAsync(NpgsqlConnection connection, long versionId, int number, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(OfNumber, versionId, number);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new(reader.GetInt64(0), reader.GetFieldValue<long?>(1)) : null;
    }
}
