using Npgsql;
using NpgsqlTypes;

namespace Antenna.Data.Import.Pipeline;

/// <summary>
/// Writes the results of a batch: a result that is there already is left alone, a newer one of its classifier and
/// detection begins a new lineage and retires those before it, and an older one that comes late arrives retired.
/// </summary>
internal sealed class ResultWriter(NpgsqlConnection connection, ImportConsequences consequences, ImportFindings findings)
{
    private const string CopyResults =
        """
        copy classifications (id, detection_id, algorithm_id, lineage_id, taxon_id, class_index, score, absolute_score,
            terminal, created_at, top_classes, top_taxa, top_scores)
        from stdin (format binary)
        """;

    private const string CopyLogits = "copy classification_logits (classification_id, logits) from stdin (format binary)";

    private readonly KnownResults _known = new(connection);

    /// <summary>Results written, and ones that were there.</summary>
    public ImportCount Results { get; private set; } = new("classifications", 0);

    /// <summary>Writes the results of a batch whose detections are written.</summary>
    public async Task WriteAsync(ResultBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Results.Count == 0)
            return;
        var known = await _known.FindAsync(batch.Results, cancellationToken);
        var plan = new ResultPlan();
        foreach (var lineages in batch.Results.GroupBy(row => row.Lineages))
            plan.Add([.. lineages.OrderBy(row => row.CreatedAt)], [.. known[lineages.Key]], batch, findings);

        foreach (var conflict in await _known.ConflictsAsync(plan.Repeated, batch, cancellationToken))
            findings.Warn(ResultPlan.Conflict, conflict.Place);
        await AddAsync(plan.New, batch, cancellationToken);
        await consequences.LineagesSupersededAsync([.. plan.Superseded], cancellationToken);
        await consequences.ResultsAddedAsync([.. plan.New.Select(row => row.Detection.OccurrenceId).OfType<long>().Distinct()], cancellationToken);
        await consequences.ResultsBroughtAsync(
            [.. plan.New.Where(row => row.Terminal && row.Detection.OccurrenceId is not null).Select(row => (row.Classifier.Id, row.Detection.Capture.Id)).Distinct()],
            cancellationToken);
        Results = Results with
        {
            New = Results.New + plan.New.Count,
            Unchanged = Results.Unchanged + batch.Results.Count - plan.New.Count,
        };
    }

    private async Task AddAsync(IReadOnlyList<ResultRow> rows, ResultBatch batch, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return;
        long[] ids = [.. await connection.ReserveIdsAsync("classifications", rows.Count, cancellationToken)];
        await using (var writer = await connection.BeginBinaryImportAsync(CopyResults, cancellationToken))
        {
            foreach (var (row, id) in rows.Zip(ids))
                await WriteResultAsync(writer, row, id, cancellationToken);
            await writer.CompleteAsync(cancellationToken);
        }

        await using var logitsWriter = await connection.BeginBinaryImportAsync(CopyLogits, cancellationToken);
        foreach (var (row, id) in rows.Zip(ids).Where(each => !batch.LogitsOf(each.First).IsEmpty))
        {
            await logitsWriter.StartRowAsync(cancellationToken);
            await logitsWriter.WriteAsync(id, NpgsqlDbType.Bigint, cancellationToken);
            await logitsWriter.WriteAsync(batch.LogitsOf(row), NpgsqlDbType.Bytea, cancellationToken);
        }

        await logitsWriter.CompleteAsync(cancellationToken);
    }

    private static async Task WriteResultAsync(NpgsqlBinaryImporter writer, ResultRow row, long id, CancellationToken cancellationToken)
    {
        var prediction = row.Prediction;
        var taxonId = prediction.ClassIndex is { } winner ? row.Classifier.Map![winner].TaxonId : prediction.TaxonId;
        await writer.StartRowAsync(cancellationToken);
        await writer.WriteAsync(id, NpgsqlDbType.Bigint, cancellationToken);
        await writer.WriteAsync(row.Detection.Id, NpgsqlDbType.Bigint, cancellationToken);
        await writer.WriteAsync(row.Classifier.Id, NpgsqlDbType.Bigint, cancellationToken);
        await writer.WriteAsync(id, NpgsqlDbType.Bigint, cancellationToken);
        await writer.WriteOrNullAsync(taxonId, NpgsqlDbType.Bigint, cancellationToken);
        await writer.WriteOrNullAsync(prediction.ClassIndex, NpgsqlDbType.Integer, cancellationToken);
        await writer.WriteAsync(prediction.Score, NpgsqlDbType.Double, cancellationToken);
        await writer.WriteAsync(prediction.Score, NpgsqlDbType.Double, cancellationToken);
        await writer.WriteAsync(row.Terminal, NpgsqlDbType.Boolean, cancellationToken);
        await writer.WriteAsync(row.CreatedAt, NpgsqlDbType.TimestampTz, cancellationToken);
        if (prediction.TaxonId is { } taxon)
        {
            await writer.WriteNullAsync(cancellationToken);
            await writer.WriteAsync(new[] { taxon }, NpgsqlDbType.Array | NpgsqlDbType.Bigint, cancellationToken);
        }
        else
        {
            await writer.WriteAsync(prediction.TopClasses, NpgsqlDbType.Array | NpgsqlDbType.Integer, cancellationToken);
            await writer.WriteNullAsync(cancellationToken);
        }

        await writer.WriteAsync(prediction.TopScores, NpgsqlDbType.Array | NpgsqlDbType.Double, cancellationToken);
    }
}
