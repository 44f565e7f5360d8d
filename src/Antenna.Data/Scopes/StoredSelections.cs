using Npgsql;

namespace Antenna.Data.Scopes;

/// <summary>Finds the occurrences of selections that runs looked at.</summary>
public sealed class StoredSelections(NpgsqlDataSource dataSource)
{
    /// <summary>The occurrences of a selection, in the order of ids; none where there is no such selection.</summary>
    public async Task<IReadOnlyList<long>> FindAsync(long selectionId, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        return (await Selections.LoadAsync(connection, RunScope.OfStoredSelection(selectionId), cancellationToken)).OccurrenceIds!;
    }
}
