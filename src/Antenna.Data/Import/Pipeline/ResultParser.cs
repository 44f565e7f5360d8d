using System.Runtime.InteropServices;
using System.Text.Json;

namespace Antenna.Data.Import.Pipeline;

/// <summary>Reads the classifications of a detection.</summary>
/// <param name="algorithms">Finds those of the file.</param>
/// <param name="predictions">Works out what a classifier predicted.</param>
internal sealed class ResultParser(AlgorithmReferences algorithms, SourcePredictions predictions)
{
    private const string ResultShape = "a classification as {classification, scores, logits, algorithm, terminal, timestamp}";

    private readonly DeliveredResult _delivered = new();

    /// <summary>Reads the element at hand into a row; its logits go to the batch.</summary>
    /// <exception cref="JsonShapeException">It is of another shape, or of no classifier that the file describes.</exception>
    public ResultRow Read(ref Utf8JsonReader reader, ResultRow row, ResultBatch batch)
    {
        JsonShape.EnterObject(reader, ResultShape);
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
                classifier = algorithms.Read(ref reader);
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
