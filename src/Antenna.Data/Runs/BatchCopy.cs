using Npgsql;
using NpgsqlTypes;

namespace Antenna.Data.Runs;

/// <summary>Writes the rows of a batch by binary COPY.</summary>
internal static class BatchCopy
{
    private const string CopyClassifications =
        """
        copy classifications (id, detection_id, algorithm_id, lineage_id, applied_to_id, run_id, taxon_id, class_index,
            score, absolute_score, terminal, created_at, listed_mass, nothing_mass, off_list_mass, top_classes, top_taxa, top_scores)
        from stdin (format binary)
        """;

    private const string CopyEffects =
        """
        copy run_lineage_effects (run_id, occurrence_id, lineage_id, terminal_before_id, terminal_after_id, written, removed_id)
        from stdin (format binary)
        """;

    internal static async Task ClassificationsAsync(
        NpgsqlConnection connection, long runId, IReadOnlyCollection<NewClassification> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return;
        await using var writer = await connection.BeginBinaryImportAsync(CopyClassifications, cancellationToken);
        foreach (var row in rows)
        {
            await writer.StartRowAsync(cancellationToken);
            await writer.WriteAsync(row.Id, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteAsync(row.DetectionId, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteAsync(row.AlgorithmId, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteAsync(row.LineageId, NpgsqlDbType.Bigint, cancellationToken);
            await WriteAsync(writer, row.AppliedToId, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteAsync(runId, NpgsqlDbType.Bigint, cancellationToken);
            await WriteAsync(writer, row.TaxonId, NpgsqlDbType.Bigint, cancellationToken);
            await WriteAsync(writer, row.ClassIndex, NpgsqlDbType.Integer, cancellationToken);
            await writer.WriteAsync(row.Score, NpgsqlDbType.Double, cancellationToken);
            await writer.WriteAsync(row.AbsoluteScore, NpgsqlDbType.Double, cancellationToken);
            await writer.WriteAsync(true, NpgsqlDbType.Boolean, cancellationToken);
            await writer.WriteAsync(row.CreatedAt, NpgsqlDbType.TimestampTz, cancellationToken);
            await WriteAsync(writer, row.Masses?.Listed, NpgsqlDbType.Double, cancellationToken);
            await WriteAsync(writer, row.Masses?.Nothing, NpgsqlDbType.Double, cancellationToken);
            await WriteAsync(writer, row.Masses?.OffList, NpgsqlDbType.Double, cancellationToken);
            await WriteAsync(writer, row.TopClasses, NpgsqlDbType.Array | NpgsqlDbType.Integer, cancellationToken);
            await WriteAsync(writer, row.TopTaxa, NpgsqlDbType.Array | NpgsqlDbType.Bigint, cancellationToken);
            await WriteAsync(writer, row.TopScores, NpgsqlDbType.Array | NpgsqlDbType.Double, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
    }

    internal static async Task EffectsAsync(
        NpgsqlConnection connection, long runId, LineageChanges changes, CancellationToken cancellationToken)
    {
        if (changes.Lineages.Count == 0)
            return;
        await using var writer = await connection.BeginBinaryImportAsync(CopyEffects, cancellationToken);
        foreach (var (lineageId, change) in changes.Lineages)
        {
            await writer.StartRowAsync(cancellationToken);
            await writer.WriteAsync(runId, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteAsync(change.OccurrenceId, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteAsync(lineageId, NpgsqlDbType.Bigint, cancellationToken);
            await WriteAsync(writer, change.TerminalBefore, NpgsqlDbType.Bigint, cancellationToken);
            await WriteAsync(writer, change.TerminalAfter, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteAsync(change.Written, NpgsqlDbType.Boolean, cancellationToken);
            await WriteAsync(writer, change.RemovedId, NpgsqlDbType.Bigint, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
    }

    private static Task WriteAsync<T>(NpgsqlBinaryImporter writer, T? value, NpgsqlDbType type, CancellationToken cancellationToken)
        where T : struct =>
        value is { } some ? writer.WriteAsync(some, type, cancellationToken) : writer.WriteNullAsync(cancellationToken);

    private static Task WriteAsync<T>(NpgsqlBinaryImporter writer, T? value, NpgsqlDbType type, CancellationToken cancellationToken)
        where T : class =>
        value is not null ? writer.WriteAsync(value, type, cancellationToken) : writer.WriteNullAsync(cancellationToken);
}
