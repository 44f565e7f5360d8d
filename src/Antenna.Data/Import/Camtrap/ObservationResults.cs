using Antenna.Core.Predictions;
using Antenna.Data.Import.Pipeline;
using Npgsql;

namespace Antenna.Data.Import.Camtrap;

/// <summary>
/// The algorithms of packages: one that stands for where they say that animals are, and a classifier for each name under which
/// machines observed. Of those the classes and logits are not known, and so no mask keeps or excludes any.
/// </summary>
internal static class ObservationAlgorithms
{
    /// <summary>The key of the algorithm that detections of packages are of: who or what drew a box, they do not say.</summary>
    public const string Detector = UntoldDetector.OfPackages;

    /// <summary>The classifier that a package does not name.</summary>
    public const string Unnamed = "unnamed classifier (Camtrap DP)";

    private const int MostClassifiers = 200;

    private const string Names =
        $"select distinct coalesce(observer, $1) from {PackageStaging.Observations} where is_machine and taxon_id is not null order by 1 limit $2";

    /// <summary>The key of the classifier of a name, which is no other's: one of the same name whose results came with logits can be masked.</summary>
    public static string KeyOf(string observer) => $"{Detector}/{observer}";

    /// <exception cref="ImportRefusedException">There are more of them than is sensible.</exception>
    public static async Task<IReadOnlyList<PipelineAlgorithm>> ReadAsync(NpgsqlConnection connection, ImportPlace place, CancellationToken cancellationToken)
    {
        var names = await connection.QueryAsync(Names, [Unnamed, MostClassifiers + 1], reader => reader.GetString(0), cancellationToken);
        if (names.Count > MostClassifiers)
            throw new ImportRefusedException(place, $"names more than {MostClassifiers} classifiers; expected in classifiedBy the name of a model or a person.");
        var undelivered = CategoryMap.NotDelivered.Select(label => new PipelineClass(label.Label, "NON-TAXON", GbifKey: null)).ToList();
        return
        [
            new(Detector, "Camtrap DP package", 1, VersionName: null, [], place),
            .. names.Select(name => new PipelineAlgorithm(KeyOf(name), name, 1, VersionName: null, undelivered, place)),
        ];
    }
}

/// <summary>Writes what machines observed as classifications, by the one rule of results: a newer one of a classifier and detection retires those before.</summary>
internal sealed class ObservationResults(
    NpgsqlConnection connection, IReadOnlyList<ObservationPackage> packages, StoredAlgorithms algorithms, ResultWriter writer, ImportFindings findings)
{
    private const int RowsAtOnce = 1_000;

    // One without a time is of its event's or its picture's: the same however often it is imported.
    private const string Page =
        $"""
        select observation.position, observation.package, observation.line, observation.detection_id, observation.occurrence_id, observation.capture_id,
               coalesce(observation.observer, $1), observation.taxon_id, observation.probability,
               coalesce(observation.classified_at, observation.event_start, capture.captured_at at time zone 'UTC', 'epoch'::timestamptz), observation.classified_at is null
        from {PackageStaging.Observations} observation
        join captures capture on capture.id = observation.capture_id
        where observation.position > $2 and observation.detection_id is not null
        order by observation.position limit $3
        """;

    private readonly Dictionary<string, ImportedAlgorithm> _classifiers = algorithms.Algorithms.Where(each => each.MapId is not null)
        .ToDictionary(each => each.Delivered.Name, each => new ImportedAlgorithm(each.Id, each.Delivered, CategoryMap.NotDelivered), StringComparer.Ordinal);

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var batch = new ResultBatch();
        var last = 0L;
        while (true)
        {
            var rows = await connection.QueryAsync(
                Page, [ObservationAlgorithms.Unnamed, last, RowsAtOnce],
                reader =>
                {
                    last = reader.GetInt64(0);
                    return Read(reader);
                },
                cancellationToken);
            if (rows.Count == 0)
                return;
            batch.Clear();
            batch.Results.AddRange(rows);
            await writer.WriteAsync(batch, cancellationToken);
        }
    }

    private ResultRow Read(NpgsqlDataReader reader)
    {
        var place = packages[reader.GetInt32(1)].Observations.Place with { Line = reader.GetInt64(2) };
        var detection = new DeliveredDetection(place)
        {
            Id = reader.GetInt64(3), OccurrenceId = reader.GetInt64(4), Capture = new(reader.GetInt64(5), null, null),
        };
        if (reader.GetBoolean(10))
            findings.Note("Machine observations without a time count as of the time of their event or picture.", place);
        var score = reader.GetFieldValue<double?>(8) ?? 0;
        return new(detection, 0)
        {
            Classifier = _classifiers[reader.GetString(6)],
            CreatedAt = reader.GetDateTime(9),
            Prediction = new(null, score, [], [score]) { TaxonId = reader.GetInt64(7) },
        };
    }
}
