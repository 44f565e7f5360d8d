using Npgsql;

namespace Antenna.Data.Scopes;

/// <summary>
/// The rows of a scope: the lineages of a classifier, in an occurrence or a capture set, that are in scope by the one
/// definition, the view <c>derived.lineages</c>, which the figures of capture sets are made of too.
/// </summary>
public static class ScopeRows
{
    /// <summary>Sorted in memory with the default settings of the database, even where each has several detections.</summary>
    private const int OccurrencesInRange = 5_000;

    private const string InOccurrence =
        "select id, occurrence_id from derived.lineages where occurrence_id = $1 and algorithm_id = $2 and in_scope";

    private const string InCaptureSet =
        """
        select lineage.id, lineage.occurrence_id
        from capture_set_items item
        join derived.lineages lineage on lineage.capture_id = item.capture_id
        where item.capture_set_id = $1 and lineage.algorithm_id = $2 and lineage.in_scope
        """;

    // The index of the set's occurrences has their order, and is cut into ranges by it: what is sorted is the ids of one range,
    // in memory, however large the set is.
    private static readonly string InCaptureSetByOccurrence =
        $"""
        with occurrence_range as materialized (
            select min(occurrence_id) as first, max(occurrence_id) as last
            from (
                select occurrence_id, (row_number() over (order by occurrence_id) - 1) / {OccurrencesInRange} as number
                from capture_set_occurrences where capture_set_id = $1 and occurrence_id > $3) member
            group by number
            order by first)
        select lineage.id, lineage.occurrence_id
        from occurrence_range
        cross join lateral (
            select id, occurrence_id from derived.lineages
            where occurrence_id between occurrence_range.first and occurrence_range.last and algorithm_id = $2 and in_scope
              and exists (select from capture_set_items item where item.capture_set_id = $1 and item.capture_id = lineages.capture_id)
            order by occurrence_id, id) lineage
        """;

    /// <summary>How many lineages are in scope.</summary>
    public static async Task<long> CountAsync(
        NpgsqlConnection connection, RunScope scope, long classifierId, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, CountSql(scope), scope, classifierId);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>
    /// Streams the sources in scope with their logits, one occurrence after the other in the order of their ids, from the
    /// occurrence after <paramref name="checkpoint"/> on. So a batch can end where an occurrence does, and what decides one
    /// determination is never split over two transactions.
    /// </summary>
    public static async Task<SourceRowReader> ReadAsync(
        NpgsqlConnection connection, RunScope scope, long classifierId, long checkpoint, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, ReadSql(scope), scope, classifierId);
        command.Parameters.Add(new() { Value = checkpoint });
        return await SourceRowReader.OpenAsync(command, cancellationToken);
    }

    internal static string CountSql(RunScope scope) =>
        $"select count(*) from ({(scope.CaptureSetId is not null ? InCaptureSet : InOccurrence)}) lineage";

    // Logits of up to 500 classes lie in the row, so a join before the order would carry them through the sort. They are
    // looked up row by row instead, once the order is there; the reader sees to it that it is.
    internal static string ReadSql(RunScope scope) =>
        $"""
        select found.id, found.occurrence_id,
               (select logits.logits from classification_logits logits where logits.classification_id = found.id)
        from ({(scope.CaptureSetId is not null ? InCaptureSetByOccurrence : $"{InOccurrence} and occurrence_id > $3 order by id")}) found
        """;

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, RunScope scope, long classifierId) => new(sql, connection)
    {
        // A large scope takes what it takes to count; cancelling is what ends it early.
        CommandTimeout = 0,
        Parameters =
        {
            new() { Value = scope.CaptureSetId ?? scope.OccurrenceId!.Value },
            new() { Value = classifierId },
        },
    };
}
