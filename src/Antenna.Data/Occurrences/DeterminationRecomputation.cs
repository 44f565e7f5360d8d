using Npgsql;

namespace Antenna.Data.Occurrences;

/// <summary>Decides the determinations of picked occurrences again, in one transaction and one statement.</summary>
public sealed class DeterminationRecomputation(NpgsqlDataSource dataSource)
{
    /// <summary>Decides them again, and writes those that were not what identifications and predictions say.</summary>
    /// <returns>What became of each, in the order given.</returns>
    public async Task<IReadOnlyList<RecomputedDetermination>> RecomputeAsync(
        IReadOnlyCollection<long> occurrenceIds, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(occurrenceIds.Count, Identifications.MostAtOnce);
        await using var locked = await LockedOccurrences.LockAsync(dataSource, occurrenceIds, cancellationToken);
        var changes = Determinations.Changes(locked.ById.ToDictionary(each => each.Key, each => each.Value.State));
        if (changes.Count > 0)
        {
            await using var batch = new NpgsqlBatch(locked.Connection) { BatchCommands = { Determinations.WriteCommand(changes) } };
            await batch.ExecuteNonQueryAsync(cancellationToken);
            await locked.CommitAsync([.. changes.Select(change => change.OccurrenceId)], cancellationToken);
        }

        var byId = changes.ToDictionary(change => change.OccurrenceId);
        return [.. occurrenceIds.Select(id => new RecomputedDetermination(id, locked.ById.ContainsKey(id), byId.TryGetValue(id, out var change) ? change : null))];
    }
}

/// <summary>What became of one determination.</summary>
/// <param name="IsThere">There is such an occurrence.</param>
/// <param name="Change">What was corrected; null where it was right.</param>
public sealed record RecomputedDetermination(long OccurrenceId, bool IsThere, DeterminationChange? Change);
