using Npgsql;

namespace Antenna.Data.Scopes;

/// <summary>
/// The one place where a scope becomes rows: the lineages of a classifier, in an occurrence or a capture set, that have a
/// terminal row now. What a pipeline delivered as intermediate, and what the size filter put aside, has none and stays out.
/// </summary>
public static class ScopeRows
{
    private const string OfCaptureSet =
        """
        from capture_set_items item
        join detections detection on detection.capture_id = item.capture_id and detection.occurrence_id is not null
        join classifications source on source.detection_id = detection.id and source.applied_to_id is null
        join classifications terminal on terminal.lineage_id = source.id and terminal.terminal
        left join classification_logits logits on logits.classification_id = source.id
        where item.capture_set_id = $1 and source.algorithm_id = $2
        """;

    private const string OfOccurrence =
        """
        from detections detection
        join classifications source on source.detection_id = detection.id and source.applied_to_id is null
        join classifications terminal on terminal.lineage_id = source.id and terminal.terminal
        left join classification_logits logits on logits.classification_id = source.id
        where detection.occurrence_id = $1 and source.algorithm_id = $2
        """;

    /// <summary>How many lineages are in scope.</summary>
    public static async Task<long> CountAsync(
        NpgsqlConnection connection, RunScope scope, long classifierId, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, scope, classifierId, from => $"select count(*) {from}");
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
        await using var command = Command(connection, scope, classifierId, from =>
            $"select source.id, detection.occurrence_id, logits.logits {from} and detection.occurrence_id > $3 order by detection.occurrence_id, source.id");
        command.Parameters.Add(new() { Value = checkpoint });
        return await SourceRowReader.OpenAsync(command, cancellationToken);
    }

    private static NpgsqlCommand Command(
        NpgsqlConnection connection, RunScope scope, long classifierId, Func<string, string> sql) =>
        new(sql(scope.CaptureSetId is not null ? OfCaptureSet : OfOccurrence), connection)
        {
            // A large scope takes what it takes to count or to sort; cancelling is what ends it early.
            CommandTimeout = 0,
            Parameters =
            {
                new() { Value = scope.CaptureSetId ?? scope.OccurrenceId!.Value },
                new() { Value = classifierId },
            },
        };
}
