using System.Runtime.InteropServices;
using System.Text.Json;
using Antenna.Data.Model;

namespace Antenna.Data.Import.Pipeline;

/// <summary>Reads the elements of <c>detections</c>, each with its classifications.</summary>
/// <param name="algorithms">Those of the file, by key.</param>
/// <param name="pictures">Settles the paths of crops.</param>
/// <param name="predictions">Says what a classifier answered.</param>
/// <param name="findings">Told of what is odd.</param>
internal sealed class DetectionParser(
    IReadOnlyDictionary<string, ImportedAlgorithm> algorithms, PicturePaths pictures, SourcePredictions predictions, ImportFindings findings)
{
    private const string DetectionShape = "a detection as {source_image_id, bbox, algorithm, classifications}";
    private const string BoxShape = "a box as {x1, y1, x2, y2} of finite numbers, or null";
    private const string ResultShape = "a classification as {classification, scores, logits, algorithm, terminal, timestamp}";

    private readonly DeliveredResult _delivered = new();

    /// <summary>Adds one element to a batch.</summary>
    /// <exception cref="JsonShapeException">It is of another shape, or names an algorithm that the file has not.</exception>
    public void Parse(ReadOnlySpan<byte> json, ImportPlace place, ResultBatch batch)
    {
        var detection = new DeliveredDetection(place);
        string? image = null;
        ImportedAlgorithm? detector = null;
        var reader = JsonShape.Begin(json);
        JsonShape.EnterObject(reader, DetectionShape);
        while (JsonShape.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("source_image_id"u8))
                image = JsonShape.TextOrNumber(ref reader, "the id of a source image");
            else if (reader.ValueTextEquals("bbox"u8))
                detection.Box = ReadBox(ref reader);
            else if (reader.ValueTextEquals("algorithm"u8))
                detector = ReadAlgorithm(ref reader);
            else if (reader.ValueTextEquals("crop_image_url"u8))
                detection.CropPath = ReadCrop(ref reader);
            else if (reader.ValueTextEquals("classifications"u8))
                ReadResults(ref reader, detection, batch);
            else
                JsonShape.Skip(ref reader);
        }

        detection.SourceImageId = image ?? throw new JsonShapeException(0, $"has no source_image_id; expected {DetectionShape}.");
        detection.Detector = detector ?? throw new JsonShapeException(0, $"has no algorithm; expected {DetectionShape}.");
        if (detection.Box is { IsEmpty: true })
            findings.Warn("Boxes that cover nothing (x2 is not beyond x1, or y2 not beyond y1) are imported as they are.", place);
        batch.Detections.Add(detection);
    }

    private static Box? ReadBox(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.Null)
            return null;
        JsonShape.EnterObject(reader, BoxShape);
        var start = reader.TokenStartIndex;
        double? x1 = null, y1 = null, x2 = null, y2 = null;
        while (JsonShape.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("x1"u8))
                x1 = JsonShape.Number(ref reader, BoxShape);
            else if (reader.ValueTextEquals("y1"u8))
                y1 = JsonShape.Number(ref reader, BoxShape);
            else if (reader.ValueTextEquals("x2"u8))
                x2 = JsonShape.Number(ref reader, BoxShape);
            else if (reader.ValueTextEquals("y2"u8))
                y2 = JsonShape.Number(ref reader, BoxShape);
            else
                JsonShape.Skip(ref reader);
        }

        return (x1, y1, x2, y2) is ({ } left, { } top, { } right, { } bottom)
            ? new(left, top, right, bottom)
            : throw new JsonShapeException(start, $"is no whole box; expected {BoxShape}.");
    }

    private string? ReadCrop(ref Utf8JsonReader reader)
    {
        var text = JsonShape.Path(ref reader, "the path or http address of a crop, or null");
        return text is null ? null : pictures.Normalize(text, out var problem) ?? throw new JsonShapeException(reader.TokenStartIndex, problem!);
    }

    private ImportedAlgorithm? ReadAlgorithm(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.Null)
            return null;
        JsonShape.EnterObject(reader, "an algorithm as {name, key}");
        var start = reader.TokenStartIndex;
        string? key = null, name = null;
        while (JsonShape.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("key"u8))
                key = JsonShape.Text(ref reader, "an algorithm's key");
            else if (reader.ValueTextEquals("name"u8))
                name = JsonShape.Text(ref reader, "an algorithm's name");
            else
                JsonShape.Skip(ref reader);
        }

        var found = key is not null
            ? algorithms.GetValueOrDefault(key)
            : algorithms.Values.FirstOrDefault(algorithm => algorithm.Name == name);
        return found ?? throw new JsonShapeException(
            start, $"names the algorithm {ShortText.Quote(key ?? name ?? "")}, which the file does not describe; expected one of {ShortText.List([.. algorithms.Keys])}.");
    }

    private void ReadResults(ref Utf8JsonReader reader, DeliveredDetection detection, ResultBatch batch)
    {
        if (!JsonShape.EnterArray(ref reader, "an array of classifications"))
            return;
        var position = 0;
        while (JsonShape.NextElement(ref reader))
        {
            JsonShape.EnterObject(reader, ResultShape);
            batch.Results.Add(ReadResult(ref reader, new(detection, position++), batch));
        }
    }

    private ResultRow ReadResult(ref Utf8JsonReader reader, ResultRow row, ResultBatch batch)
    {
        var start = reader.TokenStartIndex;
        ImportedAlgorithm? classifier = null;
        DateTime? createdAt = null;
        _delivered.Clear();
        while (JsonShape.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("logits"u8))
                ReadLogits(ref reader, _delivered.Logits);
            else if (reader.ValueTextEquals("scores"u8))
                ReadScores(ref reader, _delivered.Scores);
            else if (reader.ValueTextEquals("labels"u8))
                ReadLabels(ref reader, _delivered.Labels);
            else if (reader.ValueTextEquals("classification"u8))
                _delivered.Label = JsonShape.Text(ref reader, "a label");
            else if (reader.ValueTextEquals("algorithm"u8))
                classifier = ReadAlgorithm(ref reader);
            else if (reader.ValueTextEquals("terminal"u8))
                row.Terminal = JsonShape.Truth(ref reader, ofNull: true);
            else if (reader.ValueTextEquals("timestamp"u8))
                createdAt = ReadTimestamp(ref reader);
            else
                JsonShape.Skip(ref reader);
        }

        row.Classifier = classifier ?? throw new JsonShapeException(start, $"has no algorithm; expected {ResultShape}.");
        row.CreatedAt = createdAt ?? throw new JsonShapeException(start, $"has no timestamp, by which a newer result is known; expected {ResultShape}.");
        if (classifier.Map is null)
            throw new JsonShapeException(start, $"is of {classifier.Key}, which has no category_map; expected a classifier with its classes.");
        row.Prediction = predictions.Of(row, _delivered);
        row.Logits = batch.Add(CollectionsMarshal.AsSpan(_delivered.Logits));
        return row;
    }

    private static DateTime? ReadTimestamp(ref Utf8JsonReader reader)
    {
        if (JsonShape.Text(ref reader, ImportTimestamp.Expected) is not { } text)
            return null;
        return ImportTimestamp.ReadUtc(text, out var time) switch
        {
            TimestampReading.Known => time,
            TimestampReading.Unknown => null,
            _ => throw new JsonShapeException(
                reader.TokenStartIndex, $"{ShortText.Quote(text)} is no time; expected {ImportTimestamp.Expected}."),
        };
    }

    private static void ReadLogits(ref Utf8JsonReader reader, List<float> logits)
    {
        const string expected = "an array of logits, or null";
        logits.Clear();
        if (!JsonShape.EnterArray(ref reader, expected))
            return;
        while (JsonShape.NextElement(ref reader))
            PipelineAlgorithmParser.Add(logits, reader.TokenType is JsonTokenType.Number && reader.TryGetSingle(out var logit) ? logit : (float)NotFinite(reader), reader);
    }

    private static void ReadScores(ref Utf8JsonReader reader, List<double> scores)
    {
        const string expected = "an array of scores, or null";
        scores.Clear();
        if (!JsonShape.EnterArray(ref reader, expected))
            return;
        while (JsonShape.NextElement(ref reader))
            PipelineAlgorithmParser.Add(scores, reader.TokenType is JsonTokenType.Number && reader.TryGetDouble(out var score) ? score : NotFinite(reader), reader);
    }

    private static void ReadLabels(ref Utf8JsonReader reader, List<string> labels)
    {
        const string expected = "an array of labels, or null";
        labels.Clear();
        if (!JsonShape.EnterArray(ref reader, expected))
            return;
        while (JsonShape.NextElement(ref reader))
            PipelineAlgorithmParser.Add(labels, JsonShape.TextHere(reader, expected), reader);
    }

    /// <summary>
    /// What JSON has no number for, as published files write it. Such values are kept: masking is what skips their rows,
    /// and counts them.
    /// </summary>
    private static double NotFinite(in Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => double.NaN,
        JsonTokenType.String when reader.ValueTextEquals("NaN"u8) => double.NaN,
        JsonTokenType.String when reader.ValueTextEquals("Infinity"u8) => double.PositiveInfinity,
        JsonTokenType.String when reader.ValueTextEquals("-Infinity"u8) => double.NegativeInfinity,
        _ => throw JsonShapeException.Found(reader, "a number, null, \"NaN\", \"Infinity\" or \"-Infinity\""),
    };
}
