using Antenna.Core.Occurrences;
using Npgsql;

namespace Antenna.Data.Occurrences;

/// <summary>
/// Reads occurrences for a change. A transaction that changes what an occurrence's determination rests on (its identifications,
/// or the terminal flags of its classifications) locks the occurrence first, through here, and in the order of ids: so two
/// changes of one occurrence follow one another, and two batches never wait for each other in a circle.
/// </summary>
public static class OccurrenceStates
{
    private const string Occurrences =
        """
        select id, determination_taxon_id, determination_score, verified, machine_taxon_id, machine_score
        from occurrences where id = any($1)
        """;

    private const string Lock = " order by id for no key update";

    // Each of these is a statement of its own after the lock, and so sees what others committed while it waited.
    private const string Identifications =
        """
        select occurrence_id, id, taxon_id, created_at, withdrawn_at is not null, superseded_by_id is not null,
               agreed_algorithm_id is not null or agreed_classification_id is not null or agreed_identification_id is not null
        from identifications where occurrence_id = any($1)
        """;

    private const string Classifications =
        """
        select detection.occurrence_id, row.id, detection.id, row.lineage_id, row.algorithm_id, row.taxon_id,
               row.score, row.absolute_score, row.created_at, row.terminal, row.applied_to_id,
               case when row.taxon_id is null then coalesce(
                   (select class.meaning = 'Unresolved' from algorithms algorithm
                    join category_map_classes class
                        on class.category_map_id = algorithm.category_map_id and class.index = row.class_index
                    where algorithm.id = row.algorithm_id),
                   false)
               else false end
        from detections detection
        left join classifications row on row.detection_id = detection.id
        where detection.occurrence_id = any($1)
        """;

    /// <summary>Locks and reads these occurrences, keyed by id, inside the caller's transaction.</summary>
    public static Task<IReadOnlyDictionary<long, OccurrenceState>> LockAsync(
        NpgsqlConnection connection, IReadOnlyCollection<long> occurrenceIds, CancellationToken cancellationToken) =>
        ReadAsync(connection, Occurrences + Lock, occurrenceIds, cancellationToken);

    /// <summary>Reads these occurrences, keyed by id, for a look at what a change would do.</summary>
    public static Task<IReadOnlyDictionary<long, OccurrenceState>> ReadAsync(
        NpgsqlConnection connection, IReadOnlyCollection<long> occurrenceIds, CancellationToken cancellationToken) =>
        ReadAsync(connection, Occurrences, occurrenceIds, cancellationToken);

    private static async Task<IReadOnlyDictionary<long, OccurrenceState>> ReadAsync(
        NpgsqlConnection connection, string occurrences, IReadOnlyCollection<long> occurrenceIds, CancellationToken cancellationToken)
    {
        long[] ids = [.. occurrenceIds];
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { Command(occurrences, ids), Command(Identifications, ids), Command(Classifications, ids) },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);

        var states = new Dictionary<long, OccurrenceState>(ids.Length);
        while (await reader.ReadAsync(cancellationToken))
            states.Add(reader.GetInt64(0), new(reader.GetInt64(0), ReadStored(reader)));

        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            states[reader.GetInt64(0)].Add(ReadIdentification(reader));

        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var state = states[reader.GetInt64(0)];
            state.AddDetection(reader.GetInt64(2));
            if (!reader.IsDBNull(1))
                state.Add(ReadClassification(reader));
        }

        return states;
    }

    private static NpgsqlBatchCommand Command(string sql, long[] ids) => new(sql) { Parameters = { new() { Value = ids } } };

    private static StoredDetermination ReadStored(NpgsqlDataReader reader) => new(
        reader.GetFieldValue<long?>(1), reader.GetFieldValue<double?>(2), reader.GetBoolean(3),
        reader.GetFieldValue<long?>(4), reader.GetFieldValue<double?>(5));

    private static IdentificationFact ReadIdentification(NpgsqlDataReader reader) => new(
        reader.GetInt64(1), reader.GetFieldValue<long?>(2), reader.GetDateTime(3),
        reader.GetBoolean(4) ? IdentificationStatus.Withdrawn
        : reader.GetBoolean(5) ? IdentificationStatus.Superseded
        : IdentificationStatus.Standing) { IsAgreement = reader.GetBoolean(6) };

    private static ClassificationState ReadClassification(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetInt64(1),
        DetectionId = reader.GetInt64(2),
        LineageId = reader.GetInt64(3),
        AlgorithmId = reader.GetInt64(4),
        TaxonId = reader.GetFieldValue<long?>(5),
        Score = reader.GetDouble(6),
        AbsoluteScore = reader.GetDouble(7),
        CreatedAt = reader.GetDateTime(8),
        Terminal = reader.GetBoolean(9),
        AppliedToId = reader.GetFieldValue<long?>(10),
        IsUnresolved = reader.GetBoolean(11),
    };
}
