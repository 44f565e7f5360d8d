using Antenna.Data.Database;
using Npgsql;

namespace Antenna.Data.Scopes;

/// <summary>How large the parts of runs are.</summary>
/// <param name="Occurrences">Of a part, unless the run would have more parts than <paramref name="MostParts"/>.</param>
/// <param name="MostParts">Enough for many workers to end at about the same time; each costs the schedule a few rows.</param>
public sealed record PartSize(int Occurrences, int MostParts)
{
    /// <summary>A run of no more occurrences is one part: it ends before a second worker would have found its way to it.</summary>
    public int Undivided { get; init; }

    public static PartSize Default { get; } = new(1_000, 64) { Undivided = 3_000 };
}

/// <summary>Cuts occurrences into ranges of about equal numbers, from an index, without reading their rows.</summary>
public static class ScopeParts
{
    /// <summary>The ranges of a scope's occurrences. They cover every id, also of an occurrence that comes into the scope later.</summary>
    public static async Task<IReadOnlyList<OccurrenceRange>> CutAsync(
        NpgsqlConnection connection, RunScope scope, PartSize size, CancellationToken cancellationToken) =>
        // A person waits for a few occurrences: they are one part, which needs no second job.
        scope.Kind is RunScopeKind.CaptureSet
            ? await CutAsync(connection, ScopeSql.Occurrences(scope), ScopeSql.Key(scope), size, cancellationToken)
            : [OccurrenceRange.All];

    /// <summary>The ranges of the occurrences that a run touched.</summary>
    public static Task<IReadOnlyList<OccurrenceRange>> CutEffectsAsync(
        NpgsqlConnection connection, long runId, PartSize size, CancellationToken cancellationToken) =>
        CutAsync(
            connection, "select occurrence_id from run_occurrence_effects where run_id = $1 and occurrence_id > $2 and occurrence_id <= $3",
            runId, size, cancellationToken);

    private static async Task<IReadOnlyList<OccurrenceRange>> CutAsync(
        NpgsqlConnection connection, string occurrences, object key, PartSize size, CancellationToken cancellationToken)
    {
        await using var reader = await connection.ReadLongAsync(
            $"""
            with member as materialized ({occurrences}),
            cut as (
                select case when count(*) <= $6 then 1 else least($4, greatest(1, ceil(count(*)::float8 / $5)))::int end as parts from member)
            select max(occurrence_id)
            from (select occurrence_id, ntile((select parts from cut)) over (order by occurrence_id) as part from member) numbered
            group by part
            order by part
            """,
            [key, OccurrenceRange.All.After, OccurrenceRange.All.Last, size.MostParts, size.Occurrences, size.Undivided],
            cancellationToken);
        var ranges = new List<OccurrenceRange>();
        var after = OccurrenceRange.All.After;
        while (await reader.ReadAsync(cancellationToken))
        {
            var last = reader.GetInt64(0);
            ranges.Add(new(after, last));
            after = last;
        }

        return ranges.Count == 0 ? [OccurrenceRange.All] : [.. ranges[..^1], ranges[^1] with { Last = OccurrenceRange.All.Last }];
    }
}
