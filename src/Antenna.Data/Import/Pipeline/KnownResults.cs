using System.Security.Cryptography;
using Npgsql;

namespace Antenna.Data.Import.Pipeline;

/// <summary>A source classification that the database has.</summary>
internal readonly record struct KnownResult(long Id, long DetectionId, long ClassifierId, DateTime CreatedAt, int? ClassIndex, double Score, long? TaxonId);

/// <summary>What the database has of the classifiers and detections of a batch.</summary>
internal sealed class KnownResults(NpgsqlConnection connection)
{
    private const string Find =
        """
        select id, detection_id, algorithm_id, created_at, class_index, score, taxon_id from classifications
        where detection_id = any($1) and algorithm_id = any($2) and applied_to_id is null
        """;

    // Hashed where they are: comparing a file with what is stored must not carry all logits to here.
    // A check has its own in a copy of the table, and the stored ones where they are stored.
    private const string Hash =
        """
        select classification_id, sha256(logits) from classification_logits where classification_id = any($1)
        union all
        select classification_id, sha256(logits) from public.classification_logits
        where classification_id = any($1) and (select relpersistence = 't' from pg_class where oid = 'classification_logits'::regclass)
        """;

    // Without logits a result is its winner and its score, which is written with few digits.
    private const double SameScore = 1e-6;

    /// <summary>The sources of these detections and classifiers.</summary>
    public async Task<ILookup<(long DetectionId, long ClassifierId), KnownResult>> FindAsync(
        IReadOnlyCollection<ResultRow> results, CancellationToken cancellationToken) =>
        (await connection.QueryAsync(
            Find,
            [results.Select(row => row.Detection.Id).Distinct().ToArray(), results.Select(row => row.Classifier.Id).Distinct().ToArray()],
            reader => new KnownResult(
                reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetDateTime(3), reader.GetFieldValue<int?>(4), reader.GetDouble(5),
                reader.GetFieldValue<long?>(6)),
            cancellationToken)).ToLookup(known => (known.DetectionId, known.ClassifierId));

    /// <summary>Those of the pairs that differ although they are of the same classifier, detection and time.</summary>
    public async Task<List<ResultRow>> ConflictsAsync(
        IReadOnlyCollection<(ResultRow Delivered, KnownResult Known)> pairs, ResultBatch batch, CancellationToken cancellationToken)
    {
        if (pairs.Count == 0)
            return [];
        var hashes = (await connection.QueryAsync(
            Hash, [pairs.Select(pair => pair.Known.Id).ToArray()],
            reader => (Id: reader.GetInt64(0), Hash: reader.GetFieldValue<byte[]>(1)), cancellationToken)).ToDictionary(row => row.Id, row => row.Hash);
        return
        [
            .. pairs.Where(pair => !IsSame(pair.Delivered, pair.Known, hashes.GetValueOrDefault(pair.Known.Id), batch.LogitsOf(pair.Delivered).Span))
                .Select(pair => pair.Delivered),
        ];
    }

    private static bool IsSame(ResultRow delivered, KnownResult known, byte[]? knownLogits, ReadOnlySpan<byte> logits) => knownLogits is null
        ? logits.IsEmpty && delivered.Prediction.ClassIndex == known.ClassIndex
            && (delivered.Prediction.TaxonId is null || delivered.Prediction.TaxonId == known.TaxonId)
            && Math.Abs(delivered.Prediction.Score - known.Score) <= SameScore
        : SHA256.HashData(logits).AsSpan().SequenceEqual(knownLogits);
}
