using System.Text.Json;
using Antenna.Data.Model;

namespace Antenna.Data.Import.Pipeline;

/// <summary>Reads the elements of <c>detections</c>, each with its classifications.</summary>
/// <param name="algorithms">Finds those of the file.</param>
/// <param name="pictures">Settles the paths of crops.</param>
/// <param name="results">Reads the classifications.</param>
/// <param name="findings">Receives reports of what is odd.</param>
internal sealed class DetectionParser(AlgorithmReferences algorithms, PicturePaths pictures, ResultParser results, ImportFindings findings)
{
    private const string DetectionShape = "a detection as {source_image_id, bbox, algorithm, classifications}";
    private const string BoxShape = "a box as {x1, y1, x2, y2} of finite numbers, or null";

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
                detector = algorithms.Read(ref reader);
            else if (reader.ValueTextEquals("occurrence"u8))
                detection.Animal = JsonShape.Name(ref reader);
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

    private void ReadResults(ref Utf8JsonReader reader, DeliveredDetection detection, ResultBatch batch)
    {
        if (!JsonShape.EnterArray(ref reader, "an array of classifications"))
            return;
        var position = 0;
        while (JsonShape.NextElement(ref reader))
            batch.Results.Add(results.Read(ref reader, new(detection, position++), batch));
    }
}
