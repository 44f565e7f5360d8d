using Antenna.Data.Occurrences;
using Antenna.Data.Projects;
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

    private const string FollowCaptures =
        $"""
        update occurrences occurrence
        set deployment_id = seen.deployment_id, first_seen_at = seen.first_seen_at
        from (
            select distinct on (detection.occurrence_id)
                   detection.occurrence_id, capture.deployment_id, capture.captured_at as first_seen_at
            from {Affected} affected
            join detections detection on detection.occurrence_id = affected.id
            join captures capture on capture.id = detection.capture_id
            order by detection.occurrence_id, capture.captured_at, capture.id) seen
        where occurrence.id = seen.occurrence_id
          and (occurrence.deployment_id, occurrence.first_seen_at) is distinct from (seen.deployment_id, seen.first_seen_at)
        """;

    private const string FindSets =
        $"select distinct capture_set_id from capture_set_items where capture_id in (select capture_id from {CaptureStaging.SourceImages})";

    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync($"create temporary table {Affected} (id bigint primary key) on commit drop", [], cancellationToken);
        await connection.ExecuteAsync($"create temporary table {Retired} (lineage_id bigint primary key) on commit drop", [], cancellationToken);
    }

    /// <summary>The captures say something else now than when their occurrences were made.</summary>
    public Task CapturesChangedAsync(CancellationToken cancellationToken) =>
        connection.ExecuteAsync(AddOccurrencesOfCaptures, [], cancellationToken);

    /// <summary>The occurrences have results that they had not.</summary>
    public Task ResultsAddedAsync(long[] occurrenceIds, CancellationToken cancellationToken) => connection.ExecuteAsync(
        $"insert into {Affected} select unnest($1) on conflict do nothing", [occurrenceIds], cancellationToken);

    /// <summary>Nothing of the lineages stays terminal.</summary>
    public Task LineagesSupersededAsync(long[] lineageIds, CancellationToken cancellationToken) => connection.ExecuteAsync(
        $"insert into {Retired} select unnest($1) on conflict do nothing", [lineageIds], cancellationToken);

    /// <summary>Makes it so: retires lineages, and brings occurrences and the summaries of capture sets up to date.</summary>
    /// <param name="resultsArrived">Whether there are results, or a set of them, that a summary does not count yet.</param>
    /// <returns>How many lineages were in force until now, and how many determinations changed.</returns>
    public async Task<(int Superseded, int Determinations)> FollowAsync(bool resultsArrived, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync($"analyze {Affected}", [], cancellationToken);
        await connection.ExecuteAsync($"analyze {Retired}", [], cancellationToken);
        await connection.ExecuteAsync(Lock, [], cancellationToken);
        var superseded = await connection.ExecuteAsync(Retire, [], cancellationToken);
        await connection.ExecuteAsync(FollowCaptures, [], cancellationToken);
        var determinations = await DetermineAsync(cancellationToken);
        if (resultsArrived)
        {
            var sets = await connection.QueryAsync(FindSets, [], reader => reader.GetInt64(0), cancellationToken);
            await CaptureSetSummary.RefreshAsync(connection, sets, cancellationToken);
        }

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
