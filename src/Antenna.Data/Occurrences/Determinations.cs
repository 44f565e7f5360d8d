using Npgsql;

namespace Antenna.Data.Occurrences;

/// <summary>An occurrence's determination before and after a change of what it rests on.</summary>
public readonly record struct DeterminationChange(long OccurrenceId, StoredDetermination Before, StoredDetermination After)
{
    /// <summary>The occurrence is another taxon than before, or none, or one for the first time.</summary>
    public bool TaxonChanges => Before.TaxonId != After.TaxonId;
}

/// <summary>Keeps the determinations that occurrences carry equal to what the one rule says.</summary>
public static class Determinations
{
    private const int OccurrencesAtOnce = 1_000;

    private const string Write =
        """
        update occurrences occurrence
        set determination_taxon_id = changed.taxon_id, determination_score = changed.score, verified = changed.verified,
            machine_taxon_id = changed.machine_taxon_id, machine_score = changed.machine_score
        from unnest($1, $2, $3, $4, $5, $6) as changed(id, taxon_id, score, verified, machine_taxon_id, machine_score)
        where occurrence.id = changed.id
        """;

    /// <summary>Decides and writes the determinations of these occurrences inside the caller's transaction.</summary>
    /// <returns>How many of them changed.</returns>
    public static async Task<int> RecomputeAsync(
        NpgsqlConnection connection, IReadOnlyCollection<long> occurrenceIds, CancellationToken cancellationToken)
    {
        var changed = 0;
        foreach (var ids in occurrenceIds.Order().Chunk(OccurrencesAtOnce))
        {
            var changes = Changes(await OccurrenceStates.LockAsync(connection, ids, cancellationToken));
            changed += changes.Count;
            if (changes.Count == 0)
                continue;
            await using var batch = new NpgsqlBatch(connection) { BatchCommands = { WriteCommand(changes) } };
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }

        return changed;
    }

    /// <summary>The occurrences whose determination is no longer what the rule says.</summary>
    internal static List<DeterminationChange> Changes(IReadOnlyDictionary<long, OccurrenceState> occurrences)
    {
        var changes = new List<DeterminationChange>(occurrences.Count);
        foreach (var occurrence in occurrences.Values)
        {
            var after = StoredDetermination.Of(occurrence.Determine());
            if (after != occurrence.Stored)
                changes.Add(new(occurrence.Id, occurrence.Stored, after));
        }

        return changes;
    }

    internal static NpgsqlBatchCommand WriteCommand(IReadOnlyList<DeterminationChange> changes) => new(Write)
    {
        Parameters =
        {
            new() { Value = changes.Select(change => change.OccurrenceId).ToArray() },
            new() { Value = changes.Select(change => change.After.TaxonId).ToArray() },
            new() { Value = changes.Select(change => change.After.Score).ToArray() },
            new() { Value = changes.Select(change => change.After.Verified).ToArray() },
            new() { Value = changes.Select(change => change.After.MachineTaxonId).ToArray() },
            new() { Value = changes.Select(change => change.After.MachineScore).ToArray() },
        },
    };
}
