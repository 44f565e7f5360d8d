using Antenna.Data.Database;
using Npgsql;

namespace Antenna.Data.Taxonomy;

/// <summary>
/// The lock that an import of taxa holds until it is committed. Who resolves names shares it, so that no names are resolved by
/// a taxonomy that is just being replaced.
/// </summary>
internal static class TaxonomyLock
{
    /// <summary>The first number of all advisory locks of imports; the second is the hash of a name.</summary>
    internal const int Space = 0x414E_5401;

    internal const string Name = "import of taxa";

    /// <summary>Waits until no import of taxa is under way, and keeps others from beginning until the transaction ends.</summary>
    public static async Task ShareAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var share = connection.Command("select pg_advisory_xact_lock_shared($1, hashtext($2))", Space, Name);
        await share.ExecuteNonQueryAsync(cancellationToken);
    }
}
