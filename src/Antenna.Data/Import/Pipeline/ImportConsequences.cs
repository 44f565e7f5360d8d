using Antenna.Data.Occurrences;
using Npgsql;

namespace Antenna.Data.Import.Pipeline;

/// <summary>
/// What an import changes of rows that were there before: gathered while it reads, and done once at its end. Occurrences
/// have to be locked before anything that decides them changes, all in one order of ids, or an import and a run that works
/// on the same occurrences would wait for each other in a circle.
/// </summary>
internal sealed class ImportConsequences(NpgsqlConnection connection)
{
    private const int OccurrencesAtOnce = 10_000;
    private const string Affected = "import_affected_occurrences";
    private const string Retired = "import_retired_lineages";

    /// <summary>The captures of which the import brought results that count now, by their classifier.</summary>
    public const string Brought = "import_brought_results";

    private const string AddOccurrencesOfCaptures =
        $"""
        insert into {Affected}
        select distinct detection.occurrence_id from {CaptureStaging.Captures} capture
        join detections detection on detection.capture_id = capture.capture_id
        where capture.is_changed and detection.occurrence_id is not null
        on conflict do nothing
        """;

    private const string Lock =
        $"""
        with locked as materialized (
            select id from occurrences where id in (select id from {Affected}) order by id for no key update)
        select count(*) from locked
        """;

    private const string Retire =
        $"update classifications set terminal = false where terminal and lineage_id in (select lineage_id from {Retired})";

    // In one statement with the lock there before it: a sighting follows its capture by the definition of derived tables.
    private const string FollowCaptures = $"select derived.settle_sightings(array(select id from {Affected}))";

    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync($"create temporary table {Affected} (id bigint primary key) on commit drop", [], cancellationToken);
        await connection.ExecuteAsync($"create temporary table {Retired} (lineage_id bigint primary key) on commit drop", [], cancellationToken);
        await connection.ExecuteAsync(
            $"create temporary table {Brought} (algorithm_id bigint, capture_id bigint, primary key (algorithm_id, capture_id)) on commit drop", [], cancellationToken);
    }

    /// <summary>The captures say something else now than when their occurrences were made.</summary>
    public Task CapturesChangedAsync(CancellationToken cancellationToken) =>
        connection.ExecuteAsync(AddOccurrencesOfCaptures, [], cancellationToken);

    /// <summary>The occurrences have results that they had not.</summary>
    public Task ResultsAddedAsync(long[] occurrenceIds, CancellationToken cancellationToken) => connection.ExecuteAsync(
        $"insert into {Affected} select unnest($1) on conflict do nothing", [occurrenceIds], cancellationToken);

    /// <summary>Results that count now are of animals on these captures.</summary>
    public async Task ResultsBroughtAsync(IReadOnlyCollection<(long AlgorithmId, long CaptureId)> results, CancellationToken cancellationToken)
    {
        if (results.Count > 0)
        {
            await connection.ExecuteAsync(
                $"insert into {Brought} select * from unnest($1, $2) on conflict do nothing",
                [results.Select(result => result.AlgorithmId).ToArray(), results.Select(result => result.CaptureId).ToArray()], cancellationToken);
        }
    }

    /// <summary>Nothing of the lineages stays terminal.</summary>
    public Task LineagesSupersededAsync(long[] lineageIds, CancellationToken cancellationToken) => connection.ExecuteAsync(
        $"insert into {Retired} select unnest($1) on conflict do nothing", [lineageIds], cancellationToken);

    /// <summary>Locks occurrences with those that were gathered so far, before something else of them changes.</summary>
    /// <param name="occurrences">A query of their ids.</param>
    public async Task LockAsync(string occurrences, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync($"insert into {Affected} {occurrences} on conflict do nothing", [], cancellationToken);
        await connection.ExecuteAsync($"analyze {Affected}", [], cancellationToken);
        await connection.ExecuteAsync(Lock, [], cancellationToken);
    }

    /// <summary>Makes it so: retires lineages, and brings occurrences up to date.</summary>
    /// <returns>How many lineages were in force until now, and how many determinations changed.</returns>
    public async Task<(int Superseded, int Determinations)> FollowAsync(CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync($"analyze {Affected}", [], cancellationToken);
        await connection.ExecuteAsync($"analyze {Retired}", [], cancellationToken);
        await connection.ExecuteAsync(Lock, [], cancellationToken);
        var superseded = await connection.ExecuteAsync(Retire, [], cancellationToken);
        await connection.ExecuteAsync(FollowCaptures, [], cancellationToken);
        var determinations = await BatchPlans.UseIndexesAsync(connection, () => DetermineAsync(cancellationToken), cancellationToken);
        return (superseded, determinations);
    }

    private async Task<int> DetermineAsync(CancellationToken cancellationToken)
    {
        var changed = 0;
        var last = 0L;
        while (true)
        {
            var ids = await connection.QueryAsync(
                $"select id from {Affected} where id > $1 order by id limit {OccurrencesAtOnce}",
                [last], reader => reader.GetInt64(0), cancellationToken);
            if (ids.Count == 0)
                return changed;
            changed += await Determinations.RecomputeAsync(connection, ids, cancellationToken);
            last = ids[^1];
        }
    }
}
