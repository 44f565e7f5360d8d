using Npgsql;

namespace Antenna.Data.Derived;

/// <summary>What is done with derived tables by those who write what they are derived from.</summary>
public static class DerivedTables
{
    private const string Compact = "select derived.compact()";

    /// <summary>
    /// Merges the rows of sums that have come apart: call it when an import or a run ends. It waits for no other, and no other for
    /// it; what another transaction merges at the same moment is left to that one.
    /// </summary>
    public static async Task CompactAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Compact, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <inheritdoc cref="CompactAsync(NpgsqlConnection, CancellationToken)"/>
    public static async Task CompactAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await CompactAsync(connection, cancellationToken);
    }
}
