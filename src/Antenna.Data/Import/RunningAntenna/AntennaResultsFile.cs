using System.Globalization;
using System.Text.Json;
using Antenna.Data.Import.Pipeline;
using Antenna.Data.Model;

namespace Antenna.Data.Import.RunningAntenna;

/// <summary>
/// Writes what was fetched of a running Antenna as pipeline results, so that it is imported by the very code that imports a
/// file. What cannot be had is left out, and reported.
/// </summary>
internal sealed class AntennaResultsFile(
    AntennaApi api, RemoteStaging staging, Guid import, IReadOnlyDictionary<long, RemoteAlgorithm> algorithms, ImportFindings findings)
{
    private const int OccurrencesAtOnce = 20;
    private const int CapturesAtOnce = 1_000;

    private readonly HashSet<long> _used = [];
    private Dictionary<long, string> _keys = [];

    /// <summary>Writes the file.</summary>
    /// <returns>How many captures are in it.</returns>
    public async Task<long> WriteAsync(string path, CancellationToken cancellationToken)
    {
        _keys = KeysOf(algorithms.Values);
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 16, FileOptions.Asynchronous);
        await using var writer = new Utf8JsonWriter(file);
        writer.WriteStartObject();
        writer.WriteStartArray("source_images");
        var captures = await WriteCapturesAsync(writer, cancellationToken);
        writer.WriteEndArray();
        writer.WriteStartArray("detections");
        await WriteOccurrencesAsync(writer, cancellationToken);
        writer.WriteEndArray();
        writer.WriteStartObject("algorithms");
        await WriteAlgorithmsAsync(writer, cancellationToken);
        writer.WriteEndObject();
        writer.WriteEndObject();
        findings.Note(
            $"The API does not tell which detector found a detection: one whose capture has the same box already is that detection, and the others are of '{UntoldDetector.Name}', "
            + "until a file with the same box tells it.",
            new(api.Address.Host));
        findings.Note("Determinations are not copied: they are decided here, by identifications and classifications.", new(api.Address.Host));
        return captures;
    }

    private async Task<long> WriteCapturesAsync(Utf8JsonWriter writer, CancellationToken cancellationToken)
    {
        var count = 0L;
        for (var after = 0L; ;)
        {
            var captures = await staging.ReadAsync(RemoteObjectKind.Capture, null, after, CapturesAtOnce, cancellationToken);
            if (captures.Count == 0)
                return count;
            after = captures[^1].Id;
            foreach (var capture in captures)
            {
                using var body = capture.Parse();
                body.RootElement.WriteTo(writer);
                count++;
            }

            await writer.FlushAsync(cancellationToken);
        }
    }

    private async Task WriteOccurrencesAsync(Utf8JsonWriter writer, CancellationToken cancellationToken)
    {
        for (var after = 0L; ;)
        {
            var occurrences = await staging.ReadAsync(RemoteObjectKind.Occurrence, import, after, OccurrencesAtOnce, cancellationToken);
            if (occurrences.Count == 0)
                return;
            after = occurrences[^1].Id;
            var detections = new List<(long Occurrence, RemoteDetection Detection)>();
            foreach (var occurrence in occurrences)
            {
                using var body = occurrence.Parse();
                detections.AddRange(RemoteDetection.ReadAll(body.RootElement).Select(detection => (occurrence.Id, detection)));
            }

            var captures = await staging.KnownAsync(RemoteObjectKind.Capture, [.. detections.Select(each => each.Detection.CaptureId).OfType<long>().Distinct()], cancellationToken);
            var numbers = await staging.ReadAsync(
                RemoteObjectKind.Classification, import, [.. detections.SelectMany(each => each.Detection.Sources).Select(row => row.Id)], cancellationToken);
            foreach (var (occurrence, detection) in detections)
            {
                if (detection.CaptureId is { } capture && captures.Contains(capture))
                    WriteDetection(writer, occurrence, capture, detection, numbers);
                else
                    ReportOtherCapture(occurrence);
            }

            await writer.FlushAsync(cancellationToken);
        }
    }

    private void WriteDetection(
        Utf8JsonWriter writer, long occurrence, long capture, RemoteDetection detection, Dictionary<long, FetchedObject> numbers)
    {
        writer.WriteStartObject();
        writer.WriteString("source_image_id", $"{capture}");
        writer.WriteString("occurrence", $"{occurrence}");
        WriteBox(writer, occurrence, detection);
        WriteReference(writer, UntoldDetector.Key);
        if (detection.Crop is { } crop && api.Address.Resolve(crop) is { } address)
            writer.WriteString("crop_image_url", address);
        writer.WriteStartArray("classifications");
        foreach (var row in detection.Classifications)
        {
            if (row.AppliedTo is not null)
                ReportDerived(occurrence, detection, row);
            else if (row.AlgorithmId is not { } id || !algorithms.TryGetValue(id, out var algorithm) || algorithm.MapId is null)
                findings.Warn(
                    "Classifications of what has no category map are left out: they have no classes, such as the answers of a size filter.",
                    PlaceOf(occurrence), row.AlgorithmName);
            else if (numbers.TryGetValue(row.Id, out var fetched))
                WriteClassification(writer, occurrence, algorithm, row, detection.Counts(row), fetched);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void WriteBox(Utf8JsonWriter writer, long occurrence, RemoteDetection detection)
    {
        if (detection.Box is not [var x1, var y1, var x2, var y2])
        {
            writer.WriteNull("bbox");
            findings.Warn("Detections without a box are imported without an occurrence: no animal is known to be there.", PlaceOf(occurrence));
            return;
        }

        writer.WriteStartObject("bbox");
        foreach (var (name, side) in (ReadOnlySpan<(string, double)>)[("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2)])
            writer.WriteNumber(name, side);
        writer.WriteEndObject();
    }

    private void WriteClassification(
        Utf8JsonWriter writer, long occurrence, RemoteAlgorithm algorithm, RemoteClassification row, bool counts, FetchedObject fetched)
    {
        using var numbers = fetched.Parse();
        var (scores, logits) = (numbers.RootElement.Member("scores"), numbers.RootElement.Member("logits"));
        if (logits is null)
            findings.Warn(
                $"Classifications of {ShortText.Of(algorithm.Name)} have no logits there: they are imported with their scores, and masks skip them.", PlaceOf(occurrence));
        _used.Add(algorithm.Id);
        writer.WriteStartObject();

        // A taxon's name, which need not be the classifier's label: of no use where there are logits.
        if (logits is null)
            writer.WriteString("classification", row.Label);
        WriteReference(writer, _keys[algorithm.Id]);
        writer.WriteBoolean("terminal", counts);
        writer.WriteString("timestamp", row.CreatedAt);
        writer.WritePropertyName("scores");
        WriteScores(writer, scores, logits is null ? row.Score : null);
        if (logits is { } values)
        {
            writer.WritePropertyName("logits");
            values.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    /// <param name="winner">The score of the winner alone, where there is nothing else to go by.</param>
    private static void WriteScores(Utf8JsonWriter writer, JsonElement? scores, string? winner)
    {
        if (scores is { } all)
        {
            all.WriteTo(writer);
            return;
        }

        writer.WriteStartArray();
        if (double.TryParse(winner, NumberStyles.Float, CultureInfo.InvariantCulture, out var score) && double.IsFinite(score))
            writer.WriteNumberValue(score);
        writer.WriteEndArray();
    }

    private static void WriteReference(Utf8JsonWriter writer, string key)
    {
        writer.WriteStartObject("algorithm");
        writer.WriteString("key", key);
        writer.WriteEndObject();
    }

    /// <summary>Those that results are of, and those that were here before: labels of theirs may be names that taxa are to be made of.</summary>
    private async Task WriteAlgorithmsAsync(Utf8JsonWriter writer, CancellationToken cancellationToken)
    {
        writer.WriteStartObject(UntoldDetector.Key);
        writer.WriteString("name", UntoldDetector.Name);
        writer.WriteEndObject();
        foreach (var algorithm in algorithms.Values.Where(algorithm => algorithm.MapId is not null).OrderBy(algorithm => algorithm.Id))
        {
            if (await MapAsync(algorithm, _used.Contains(algorithm.Id), cancellationToken) is not { } map)
                continue;
            using var body = map.Parse();
            writer.WriteStartObject(_keys[algorithm.Id]);
            writer.WriteString("key", _keys[algorithm.Id]);
            writer.WriteString("name", algorithm.Name);
            writer.WriteNumber("version", algorithm.Version);
            writer.WriteString("version_name", algorithm.VersionName);
            writer.WritePropertyName("category_map");
            body.RootElement.WriteTo(writer);
            writer.WriteEndObject();
            await writer.FlushAsync(cancellationToken);
        }
    }

    private async Task<FetchedObject?> MapAsync(RemoteAlgorithm algorithm, bool isUsed, CancellationToken cancellationToken)
    {
        var id = algorithm.MapId!.Value;
        var known = await staging.ReadAsync(RemoteObjectKind.CategoryMap, null, [id], cancellationToken);
        if (known.TryGetValue(id, out var map) || !isUsed)
            return map;
        using var answer = await api.FindAsync($"ml/labels/{id}/", cancellationToken)
            ?? throw new ImportRefusedException($"{api.Address.Host} does not have the category map of {ShortText.Of(algorithm.Name)} (ml/labels/{id}/) any more, without which its classes are unknown.");
        map = new(id, FetchedObject.Compress(answer.RootElement.WriteTo));
        await staging.ListAsync(RemoteObjectKind.CategoryMap, [new(id, "1", map.Body)], cancellationToken);
        return map;
    }

    /// <summary>A file names each algorithm by a key of its own; there, versions share one.</summary>
    private static Dictionary<long, string> KeysOf(IEnumerable<RemoteAlgorithm> algorithms)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal) { UntoldDetector.Key };
        var keys = new Dictionary<long, string>();
        foreach (var algorithm in algorithms.OrderBy(algorithm => algorithm.Id))
        {
            var key = algorithm.Key;
            if (!taken.Add(key))
                taken.Add(key = $"{algorithm.Key}-{algorithm.Id}");
            keys.Add(algorithm.Id, key);
        }

        return keys;
    }

    private void ReportDerived(long occurrence, RemoteDetection detection, RemoteClassification row)
    {
        if (detection.SourceOf(row) is null)
            findings.Warn("Derived classifications whose source is not there are left out.", PlaceOf(occurrence), row.AlgorithmName);
        else
            findings.Note(
                "Masked and other derived classifications are left out: they follow from the logits of their sources, and a mask here makes them. "
                + "Where one counts there, its source counts here.",
                PlaceOf(occurrence), row.AlgorithmName);
    }

    private void ReportOtherCapture(long occurrence) => findings.Note(
        "Detections on captures that are not of the project or of the chosen set are left out.", PlaceOf(occurrence));

    private ImportPlace PlaceOf(long occurrence) => new(api.Address.Host, JsonPath: $"occurrences/{occurrence}/");
}
