using Antenna.Data.Model;
using Npgsql;

namespace Antenna.Data.Projects;

/// <summary>Counts the predictions of each classifier in a capture set, into <see cref="CaptureSetClassifier"/>.</summary>
public static class CaptureSetSummary
{
    private const string Recount =
        """
        with counted as (
            select item.capture_set_id, source.algorithm_id,
                   count(*) as results,
                   count(terminal.id) as in_scope,
                   count(terminal.id) filter (where logits.classification_id is not null) as maskable
            from capture_set_items item
            join detections detection on detection.capture_id = item.capture_id
            join classifications source on source.detection_id = detection.id and source.applied_to_id is null
            join algorithms algorithm on algorithm.id = source.algorithm_id and algorithm.kind = 'Classifier'
            left join classifications terminal on terminal.lineage_id = source.id and terminal.terminal
            left join classification_logits logits on logits.classification_id = source.id
            where item.capture_set_id = any($1)
            group by item.capture_set_id, source.algorithm_id)
        insert into capture_set_classifiers (capture_set_id, algorithm_id, results, in_scope, maskable)
        select capture_set_id, algorithm_id, results, in_scope, maskable from counted
        """;

    /// <summary>
    /// Refreshes the summary of these capture sets inside the caller's transaction; call it wherever results arrive, a
    /// set is made, or something other than a mask takes a lineage's last terminal row away.
    /// </summary>
    public static async Task RefreshAsync(NpgsqlConnection connection, IReadOnlyList<long> captureSetIds, CancellationToken cancellationToken)
    {
        if (captureSetIds.Count == 0)
            return;

        long[] ids = [.. captureSetIds.Distinct()];
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                // Two that refresh the same set at once would both insert: the second waits for the first here.
                new("select id from capture_sets where id = any($1) order by id for no key update") { Parameters = { new() { Value = ids } } },
                new("delete from capture_set_classifiers where capture_set_id = any($1)") { Parameters = { new() { Value = ids } } },
                new(Recount) { Parameters = { new() { Value = ids } } },
            },
        };
        batch.Timeout = 0;
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
