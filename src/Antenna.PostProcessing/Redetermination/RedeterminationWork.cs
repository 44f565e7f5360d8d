using System.Runtime.CompilerServices;
using Antenna.Data.Occurrences;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Tasks;
using Npgsql;

namespace Antenna.PostProcessing.Redetermination;

/// <summary>An occurrence whose determination is to be decided again.</summary>
public sealed record RedeterminedRow(long OccurrenceId) : TaskRow(OccurrenceId, OccurrenceId)
{
    public override int MostWritten => 0;
}

/// <summary>The work of recomputing determinations: it writes no rows, and changes no determination that is right.</summary>
public sealed class RedeterminationWork : TaskWork<RedeterminedRow>
{
    public override Task<long> CountAsync(NpgsqlConnection connection, RunScope scope, CancellationToken cancellationToken) =>
        ScopeOccurrences.CountAsync(connection, scope, cancellationToken);

    public override async IAsyncEnumerable<RedeterminedRow> ReadAsync(
        NpgsqlConnection connection, RunScope scope, OccurrenceRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var id in ScopeOccurrences.ReadAsync(connection, scope, range, cancellationToken))
            yield return new(id);
    }

    public override string Apply(RedeterminedRow row, LineageChanges changes, Func<long> newId)
    {
        if (changes.Occurrence(row.OccurrenceId) is not { } occurrence)
            return RedeterminationOutcomes.Gone;
        if (StoredDetermination.Of(occurrence.Determine()) == occurrence.Stored)
            return RedeterminationOutcomes.Right;
        changes.Redetermine(row.OccurrenceId);
        return RedeterminationOutcomes.Stale;
    }
}
