using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Npgsql;

namespace Antenna.Data.Export;

/// <summary>Reads all that is handed on of some occurrences, in a fixed number of statements.</summary>
internal sealed class ExportedRows
{
    private const string Occurrences =
        """
        select occurrence.id, project.id, project.name, deployment.id, deployment.name, occurrence.first_seen_at,
               determination.id, determination.name, determination.rank, occurrence.determination_score
        from occurrences occurrence
        join projects project on project.id = occurrence.project_id
        left join deployments deployment on deployment.id = occurrence.deployment_id
        left join taxa determination on determination.id = occurrence.determination_taxon_id
        where occurrence.id = any($1)
        order by occurrence.id
        """;

    private const string Identifications =
        """
        select identification.id, person.name, identification.created_at, identification.comment
        from identifications identification join people person on person.id = identification.person_id
        where identification.id = any($1)
        """;

    private const string Detections =
        """
        select detection.id, detection.x1, detection.y1, detection.x2, detection.y2, detection.crop_path,
               capture.id, capture.path, capture.captured_at, capture.width, capture.height
        from detections detection join captures capture on capture.id = detection.capture_id
        where detection.id = any($1)
        """;

    private const string Predictions =
        """
        select row.id, row.detection_id, algorithm.id, algorithm.key, algorithm.name, algorithm.kind, algorithm.mode,
               taxon.id, taxon.name, taxon.rank, class.label, row.score, row.absolute_score,
               row.listed_mass, row.nothing_mass, row.off_list_mass, row.created_at,
               run.id, run.created_at, version.id, list.id, list.name, version.number, base.number, version.change_count
        from classifications row
        join algorithms algorithm on algorithm.id = row.algorithm_id
        left join taxa taxon on taxon.id = row.taxon_id
        left join category_map_classes class on class.category_map_id = algorithm.category_map_id and class.index = row.class_index
        left join runs run on run.id = row.run_id
        left join taxa_list_versions version on version.id = run.taxa_list_version_id
        left join taxa_list_versions base on base.id = version.base_version_id
        left join taxa_lists list on list.id = version.taxa_list_id
        where row.id = any($1)
        """;

    private readonly Dictionary<long, ExportedIdentification> _identifications = [];
    private readonly Dictionary<long, ExportedDetection> _detections = [];
    private readonly Dictionary<long, ExportedPrediction> _predictions = [];

    /// <summary>The occurrences of these ids, in the order of ids.</summary>
    public static async Task<IReadOnlyList<ExportedOccurrence>> ReadAsync(
        NpgsqlConnection connection, IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        var states = await OccurrenceStates.ReadAsync(connection, ids, cancellationToken);
        var observed = await ObservedTraits.ReadAsync(connection, Ids(ids), cancellationToken);
        var chosen = states.Values.Select(ChosenRows.Of).ToDictionary(rows => rows.OccurrenceId);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                SqlCommands.InBatch(Identifications, Ids(chosen.Values.SelectMany(rows => rows.IdentificationIds))),
                SqlCommands.InBatch(Detections, Ids(chosen.Values.SelectMany(rows => rows.DetectionIds))),
                SqlCommands.InBatch(Predictions, Ids(chosen.Values.SelectMany(rows => rows.Lineage))),
                SqlCommands.InBatch(Occurrences, Ids(ids)),
            },
        };
        batch.Timeout = 0;
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var rows = new ExportedRows();
        await rows.ReadPartsAsync(reader, cancellationToken);
        var occurrences = new List<ExportedOccurrence>(ids.Count);
        while (await reader.ReadAsync(cancellationToken))
            occurrences.Add(rows.Occurrence(reader, chosen[reader.GetInt64(0)]) with { Observed = [.. observed[reader.GetInt64(0)]] });
        return occurrences;
    }

    private async Task ReadPartsAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        while (await reader.ReadAsync(cancellationToken))
            _identifications.Add(reader.GetInt64(0), new(reader.GetInt64(0), reader.GetString(1), reader.GetDateTime(2), Text(reader, 3)));
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            _detections.Add(reader.GetInt64(0), Detection(reader));
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            _predictions.Add(reader.GetInt64(0), Prediction(reader));
        await reader.NextResultAsync(cancellationToken);
    }

    private ExportedOccurrence Occurrence(NpgsqlDataReader reader, ChosenRows chosen) => new(
        reader.GetInt64(0),
        reader.GetInt64(1),
        reader.GetString(2),
        reader.IsDBNull(3) ? null : new(reader.GetInt64(3), reader.GetString(4)),
        reader.GetFieldValue<DateTime?>(5),
        Taxon(reader, 6),
        reader.GetFieldValue<double?>(9),
        chosen.IdentificationId is { } identification ? _identifications[identification] : null,
        chosen.Detections,
        chosen.DetectionId is { } detection ? _detections[detection] : null,
        [.. chosen.Lineage.Select(id => _predictions[id])]);

    private static ExportedDetection Detection(NpgsqlDataReader reader) => new(
        reader.GetInt64(0),
        reader.IsDBNull(1) ? null : new Box(reader.GetDouble(1), reader.GetDouble(2), reader.GetDouble(3), reader.GetDouble(4)),
        Text(reader, 5),
        reader.GetInt64(6),
        reader.GetString(7),
        reader.GetFieldValue<DateTime?>(8),
        reader.GetFieldValue<int?>(9),
        reader.GetFieldValue<int?>(10));

    private static ExportedPrediction Prediction(NpgsqlDataReader reader) => new(
        reader.GetInt64(0),
        reader.GetInt64(1),
        new(reader.GetInt64(2), reader.GetString(3), reader.GetString(4), Enum.Parse<AlgorithmKind>(reader.GetString(5))),
        Taxon(reader, 7),
        Text(reader, 10),
        reader.GetDouble(11),
        reader.GetDouble(12),
        reader.IsDBNull(13) ? null : new Masses(reader.GetDouble(13), reader.GetDouble(14), reader.GetDouble(15)),
        reader.IsDBNull(6) ? null : Enum.Parse<ScoreMode>(reader.GetString(6)),
        reader.IsDBNull(17)
            ? null
            : new(reader.GetInt64(17), reader.GetDateTime(18), reader.IsDBNull(19) ? null : Version(reader)),
        reader.GetDateTime(16));

    private static TaxaListVersionName Version(NpgsqlDataReader reader) =>
        new(reader.GetInt64(19), reader.GetInt64(20), reader.GetString(21), reader.GetFieldValue<int?>(22))
        {
            BaseNumber = reader.GetFieldValue<int?>(23), Changes = reader.GetFieldValue<int?>(24) ?? 0,
        };

    private static TaxonName? Taxon(NpgsqlDataReader reader, int column) => reader.IsDBNull(column)
        ? null
        : new(reader.GetInt64(column), reader.GetString(column + 1), (Rank)reader.GetInt16(column + 2));

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static long[] Ids(IEnumerable<long> ids) => [.. ids];

    /// <summary>Which rows of an occurrence are handed on.</summary>
    /// <param name="Lineage">The machine's: from the classifier's own row to the one that counts.</param>
    private sealed record ChosenRows(long OccurrenceId, long? IdentificationId, int Detections, long? DetectionId, IReadOnlyList<long> Lineage)
    {
        public IEnumerable<long> IdentificationIds => IdentificationId is { } id ? [id] : [];

        public IEnumerable<long> DetectionIds => DetectionId is { } id ? [id] : [];

        public static ChosenRows Of(OccurrenceState state)
        {
            var determination = state.Determine();
            var byId = state.Classifications.ToDictionary(row => row.Id);
            var best = determination.Machine is { } machine ? byId[machine.ClassificationId] : WithoutTaxon(state);
            var lineage = new List<long>();
            for (var row = best; row is not null; row = row.AppliedToId is { } origin ? byId[origin] : null)
                lineage.Insert(0, row.Id);
            var detection = best?.DetectionId ?? (state.Detections.Count > 0 ? state.Detections.Min() : null);
            return new(state.Id, determination.IdentificationId, state.Detections.Count, detection, lineage);
        }

        /// <summary>What counts where nothing names a taxon: it tells why there is no determination.</summary>
        private static ClassificationState? WithoutTaxon(OccurrenceState state) =>
            state.Classifications.OrderByDescending(row => (row.Terminal, row.AbsoluteScore, row.CreatedAt, row.Id)).FirstOrDefault();
    }
}
