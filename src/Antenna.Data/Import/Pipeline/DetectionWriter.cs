using Npgsql;
using NpgsqlTypes;

namespace Antenna.Data.Import.Pipeline;

/// <summary>Finds or writes the detections of a batch, each new one that has a box with its occurrence.</summary>
internal sealed class DetectionWriter(NpgsqlConnection connection, long projectId)
{
    private const string FindCaptures =
        $"""
        select image.source_id, capture.id, capture.deployment_id, capture.captured_at
        from {CaptureStaging.SourceImages} image
        join captures capture on capture.id = image.capture_id
        where image.source_id = any($1)
        """;

    // A package has boxes in fractions of the picture: in px they are those of a detector but for what rounding takes.
    private const string FindDetections =
        """
        select distinct on (delivered.position) delivered.position, detection.id, detection.occurrence_id,
               detection.algorithm_id <> delivered.algorithm_id and not delivered.is_untold
        from unnest($1, $2, $3, $4, $5, $6, $7, $8) as delivered(position, capture_id, algorithm_id, x1, y1, x2, y2, is_untold)
        join detections detection
            on detection.capture_id = delivered.capture_id
            and (detection.algorithm_id = delivered.algorithm_id
                 or delivered.x1 is not null and (delivered.is_untold or detection.algorithm_id in (select id from algorithms where key = any($9))))
            and (detection.x1 is not distinct from delivered.x1 and detection.y1 is not distinct from delivered.y1
                 and detection.x2 is not distinct from delivered.x2 and detection.y2 is not distinct from delivered.y2
                 or detection.algorithm_id in (select id from algorithms where key = $10)
                 and greatest(abs(detection.x1 - delivered.x1), abs(detection.y1 - delivered.y1),
                              abs(detection.x2 - delivered.x2), abs(detection.y2 - delivered.y2)) < 0.01)
            and (delivered.x1 is not null or detection.occurrence_id is null)
        order by delivered.position, detection.algorithm_id = delivered.algorithm_id desc, detection.id
        """;

    // The box becomes the one that the detector tells, by which it is found again.
    private const string TellDetectors =
        """
        update detections detection set algorithm_id = told.algorithm_id, x1 = told.x1, y1 = told.y1, x2 = told.x2, y2 = told.y2
        from unnest($1, $2, $3, $4, $5, $6) as told(id, algorithm_id, x1, y1, x2, y2)
        where detection.id = told.id
        """;

    // Services that gave no crops at first may give them later; one that is known stays.
    private const string AddCrops =
        """
        update detections detection set crop_path = delivered.crop_path
        from unnest($1, $2) as delivered(id, crop_path)
        where detection.id = delivered.id and detection.crop_path is null
        """;

    private const string CopyOccurrences =
        "copy occurrences (id, project_id, deployment_id, first_seen_at, verified) from stdin (format binary)";

    private const string CopyDetections =
        "copy detections (id, capture_id, algorithm_id, occurrence_id, x1, y1, x2, y2, crop_path) from stdin (format binary)";

    /// <summary>The occurrences of the animals that the file names.</summary>
    private readonly Dictionary<string, long> _animals = new(StringComparer.Ordinal);

    private readonly HashSet<long> _joined = [];

    /// <summary>Which occurrence each animal is that the file names.</summary>
    public IReadOnlyDictionary<string, long> Animals => _animals;

    /// <summary>Detections written, known ones that got a crop, and known ones.</summary>
    public ImportCount Detections { get; private set; } = new("detections", 0);

    public ImportCount Occurrences { get; private set; } = new("occurrences", 0);

    /// <summary>The occurrences that got a further detection since this was asked last.</summary>
    public long[] TakeJoined()
    {
        long[] joined = [.. _joined];
        _joined.Clear();
        return joined;
    }

    /// <summary>Gives each detection of the batch its id and its occurrence.</summary>
    /// <exception cref="ImportRefusedException">One names a source image that the file has not.</exception>
    public async Task WriteAsync(IReadOnlyList<DeliveredDetection> detections, CancellationToken cancellationToken)
    {
        await FindCapturesAsync(detections, cancellationToken);
        var distinct = detections.GroupBy(detection => detection.Identity).Select(same => same.ToList()).ToList();
        var known = await FindKnownAsync([.. distinct.Select(same => same[0])], cancellationToken);
        foreach (var detection in known.Where(detection => detection is { Animal: not null, OccurrenceId: not null }))
            _animals.TryAdd(detection.Animal!, detection.OccurrenceId!.Value);
        var added = distinct.Select(same => same[0]).Where(detection => !known.Contains(detection)).ToList();
        await AddAsync(added, cancellationToken);
        foreach (var same in distinct)
        {
            foreach (var detection in same)
                (detection.Id, detection.OccurrenceId) = (same[0].Id, same[0].OccurrenceId);
        }

        var cropped = await AddCropsAsync(known, cancellationToken);
        Detections = Detections with
        {
            New = Detections.New + added.Count,
            Changed = Detections.Changed + cropped,
            Unchanged = Detections.Unchanged + detections.Count - added.Count - cropped,
        };
    }

    private async Task FindCapturesAsync(IReadOnlyList<DeliveredDetection> detections, CancellationToken cancellationToken)
    {
        var captures = (await connection.QueryAsync(
            FindCaptures, [detections.Select(detection => detection.SourceImageId).Distinct().ToArray()],
            reader => (Id: reader.GetString(0), Capture: new CaptureOfResult(
                reader.GetInt64(1), reader.GetFieldValue<long?>(2), reader.GetFieldValue<DateTime?>(3))),
            cancellationToken)).ToDictionary(image => image.Id, image => image.Capture, StringComparer.Ordinal);
        foreach (var detection in detections)
        {
            detection.Capture = captures.TryGetValue(detection.SourceImageId, out var capture)
                ? capture
                : throw new ImportRefusedException(
                    detection.Place with { JsonPath = $"{detection.Place.JsonPath}.source_image_id" },
                    $"names the source image {ShortText.Quote(detection.SourceImageId)}, which the file does not list; expected the id of one of its source_images.");
        }
    }

    private async Task<HashSet<DeliveredDetection>> FindKnownAsync(List<DeliveredDetection> detections, CancellationToken cancellationToken)
    {
        var found = await connection.QueryAsync(
            FindDetections,
            [
                Enumerable.Range(0, detections.Count).ToArray(),
                detections.Select(detection => detection.Capture.Id).ToArray(),
                detections.Select(detection => detection.Detector.Id).ToArray(),
                detections.Select(detection => detection.Box?.X1).ToArray(),
                detections.Select(detection => detection.Box?.Y1).ToArray(),
                detections.Select(detection => detection.Box?.X2).ToArray(),
                detections.Select(detection => detection.Box?.Y2).ToArray(),
                detections.Select(detection => detection.Detector.Key == UntoldDetector.Key).ToArray(),
                new[] { UntoldDetector.Key, UntoldDetector.OfPackages },
                UntoldDetector.OfPackages,
            ],
            reader => (Position: reader.GetInt32(0), Id: reader.GetInt64(1), OccurrenceId: reader.GetFieldValue<long?>(2), IsTold: reader.GetBoolean(3)),
            cancellationToken);

        // Only one of several detectors can be the one that was not told.
        found = [.. found.Where(row => !row.IsTold), .. found.Where(row => row.IsTold).DistinctBy(row => row.Id)];
        foreach (var (position, id, occurrenceId, _) in found)
            (detections[position].Id, detections[position].OccurrenceId) = (id, occurrenceId);
        await TellAsync([.. found.Where(row => row.IsTold).Select(row => detections[row.Position])], cancellationToken);
        return [.. found.Select(row => detections[row.Position])];
    }

    private async Task TellAsync(List<DeliveredDetection> told, CancellationToken cancellationToken)
    {
        if (told.Count == 0)
            return;
        var boxes = told.Select(detection => detection.Box!.Value).ToList();
        await connection.ExecuteAsync(
            TellDetectors,
            [
                told.Select(detection => detection.Id).ToArray(),
                told.Select(detection => detection.Detector.Id).ToArray(),
                boxes.Select(box => box.X1).ToArray(),
                boxes.Select(box => box.Y1).ToArray(),
                boxes.Select(box => box.X2).ToArray(),
                boxes.Select(box => box.Y2).ToArray(),
            ],
            cancellationToken);
    }

    private async Task AddAsync(List<DeliveredDetection> detections, CancellationToken cancellationToken)
    {
        var boxed = detections.Where(detection => detection.Box is not null).ToList();
        var animals = boxed.Where(IsNewAnimal(new HashSet<string>(StringComparer.Ordinal))).ToList();
        var occurrenceIds = await connection.ReserveIdsAsync("occurrences", animals.Count, cancellationToken);
        foreach (var animal in animals)
        {
            animal.OccurrenceId = occurrenceIds.Dequeue();
            if (animal.Animal is { } name)
                _animals.Add(name, animal.OccurrenceId.Value);
        }

        foreach (var further in boxed.Where(detection => detection.OccurrenceId is null))
        {
            further.OccurrenceId = _animals[further.Animal!];
            _joined.Add(further.OccurrenceId.Value);
        }

        var ids = await connection.ReserveIdsAsync("detections", detections.Count, cancellationToken);
        foreach (var detection in detections)
            detection.Id = ids.Dequeue();

        await CopyAsync(CopyOccurrences, animals, WriteOccurrenceAsync, cancellationToken);
        await CopyAsync(CopyDetections, detections, WriteDetectionAsync, cancellationToken);
        Occurrences = Occurrences with { New = Occurrences.New + animals.Count };
    }

    private Func<DeliveredDetection, bool> IsNewAnimal(HashSet<string> named) =>
        detection => detection.Animal is not { } name || (!_animals.ContainsKey(name) && named.Add(name));

    private async Task<int> AddCropsAsync(IReadOnlyCollection<DeliveredDetection> known, CancellationToken cancellationToken)
    {
        var cropped = known.Where(detection => detection.CropPath is not null).ToList();
        return cropped.Count == 0
            ? 0
            : await connection.ExecuteAsync(
                AddCrops,
                [cropped.Select(detection => detection.Id).ToArray(), cropped.Select(detection => detection.CropPath).ToArray()],
                cancellationToken);
    }

    private async Task CopyAsync(
        string copy,
        List<DeliveredDetection> detections,
        Func<NpgsqlBinaryImporter, DeliveredDetection, CancellationToken, Task> write,
        CancellationToken cancellationToken)
    {
        if (detections.Count == 0)
            return;
        await using var writer = await connection.BeginBinaryImportAsync(copy, cancellationToken);
        foreach (var detection in detections)
        {
            await writer.StartRowAsync(cancellationToken);
            await write(writer, detection, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
    }

    private async Task WriteOccurrenceAsync(NpgsqlBinaryImporter writer, DeliveredDetection detection, CancellationToken cancellationToken)
    {
        await writer.WriteAsync(detection.OccurrenceId!.Value, NpgsqlDbType.Bigint, cancellationToken);
        await writer.WriteAsync(projectId, NpgsqlDbType.Bigint, cancellationToken);
        await writer.WriteOrNullAsync(detection.Capture.DeploymentId, NpgsqlDbType.Bigint, cancellationToken);
        await writer.WriteOrNullAsync(detection.Capture.CapturedAt, NpgsqlDbType.Timestamp, cancellationToken);
        await writer.WriteAsync(false, NpgsqlDbType.Boolean, cancellationToken);
    }

    private static async Task WriteDetectionAsync(NpgsqlBinaryImporter writer, DeliveredDetection detection, CancellationToken cancellationToken)
    {
        await writer.WriteAsync(detection.Id, NpgsqlDbType.Bigint, cancellationToken);
        await writer.WriteAsync(detection.Capture.Id, NpgsqlDbType.Bigint, cancellationToken);
        await writer.WriteAsync(detection.Detector.Id, NpgsqlDbType.Bigint, cancellationToken);
        await writer.WriteOrNullAsync(detection.OccurrenceId, NpgsqlDbType.Bigint, cancellationToken);
        await writer.WriteOrNullAsync(detection.Box?.X1, NpgsqlDbType.Double, cancellationToken);
        await writer.WriteOrNullAsync(detection.Box?.Y1, NpgsqlDbType.Double, cancellationToken);
        await writer.WriteOrNullAsync(detection.Box?.X2, NpgsqlDbType.Double, cancellationToken);
        await writer.WriteOrNullAsync(detection.Box?.Y2, NpgsqlDbType.Double, cancellationToken);
        await writer.WriteOrNullAsync(detection.CropPath, cancellationToken);
    }
}
