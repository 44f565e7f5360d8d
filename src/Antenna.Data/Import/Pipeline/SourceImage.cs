using System.Runtime.CompilerServices;
using System.Text.Json;
using Antenna.Data.Import.Tables;

namespace Antenna.Data.Import.Pipeline;

/// <summary>A capture as a file delivers it.</summary>
/// <param name="Id">What detections name it by.</param>
/// <param name="Path">Relative path or web address; null where the file has none.</param>
/// <param name="CapturedAt">The camera's clock.</param>
/// <param name="Width">px.</param>
/// <param name="Height">px.</param>
/// <param name="Deployment">Name of the station.</param>
/// <param name="Place">Where it stands.</param>
internal sealed record SourceImage(
    string Id, string? Path, DateTime? CapturedAt, int? Width, int? Height, string? Deployment, ImportPlace Place);

/// <summary>
/// Reads captures from pipeline results and from their companion table. A time or a size that cannot be read is unknown,
/// and reported; it is no reason to refuse the capture.
/// </summary>
/// <param name="pictures">Settles their paths.</param>
/// <param name="findings">Receives reports of times and sizes that cannot be read.</param>
internal sealed class SourceImages(PicturePaths pictures, ImportFindings findings)
{
    /// <summary>Reads one element of the file's <c>source_images</c>.</summary>
    public SourceImage Parse(ReadOnlySpan<byte> json, ImportPlace place)
    {
        string? id = null, path = null, deployment = null;
        DateTime? capturedAt = null;
        int? width = null, height = null;
        var reader = JsonShape.Begin(json);
        JsonShape.EnterObject(reader, "a source image as {id, url}");
        while (JsonShape.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("id"u8))
                id = JsonShape.TextOrNumber(ref reader, "the source image's id");
            else if (reader.ValueTextEquals("url"u8))
                path = ReadPath(ref reader);
            else if (reader.ValueTextEquals("timestamp"u8))
                capturedAt = Clock(JsonShape.Anything(ref reader), Member(place, "timestamp"));
            else if (reader.ValueTextEquals("width"u8))
                width = Size(JsonShape.Anything(ref reader), Member(place, "width"));
            else if (reader.ValueTextEquals("height"u8))
                height = Size(JsonShape.Anything(ref reader), Member(place, "height"));
            else if (reader.ValueTextEquals("deployment"u8))
                deployment = JsonShape.Name(ref reader);
            else
                JsonShape.Skip(ref reader);
        }

        return id is null
            ? throw new JsonShapeException(0, "has no id; expected a source image as {id, url}.")
            : new(id, path, capturedAt, width, height, deployment, place);
    }

    /// <summary>Reads the rows of a <c>captures.csv</c>: <c>id,path,timestamp,width,height,deployment</c>.</summary>
    public async IAsyncEnumerable<SourceImage> ReadAsync(
        ImportTable table, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var id = table.Require("id", "id", "source_image_id", "capture_id");
        var path = table.Find("path", "path", "url", "file", "file_path", "filename");
        var timestamp = table.Find("timestamp", "timestamp", "captured_at", "datetime", "date_time");
        var width = table.Find("width", "width");
        var height = table.Find("height", "height");
        var deployment = table.Find("deployment", "deployment", "station", "deployment_name");
        while (await table.ReadAsync(cancellationToken))
        {
            yield return new(
                table.Text(id) ?? throw new ImportRefusedException(table.Place(id), "has no id; expected that of a source image."),
                PathOf(table, path),
                Clock(table.FreeText(timestamp), table.Place(timestamp)),
                Size(table.FreeText(width), table.Place(width)),
                Size(table.FreeText(height), table.Place(height)),
                table.Text(deployment), table.Place());
        }
    }

    private string? ReadPath(ref Utf8JsonReader reader)
    {
        var text = JsonShape.Path(ref reader, "a path or an http address");
        return text is null ? null : pictures.Normalize(text, out var problem) ?? throw new JsonShapeException(reader.TokenStartIndex, problem!);
    }

    private string? PathOf(ImportTable table, TableColumn? column) => table.Path(column) is { } text
        ? pictures.Normalize(text, out var problem) ?? throw new ImportRefusedException(table.Place(column), problem!)
        : null;

    private DateTime? Clock(string? text, ImportPlace place)
    {
        if (text is null)
            return null;
        switch (ImportTimestamp.ReadWallClock(text, out var clock))
        {
            case TimestampReading.Known:
                return clock;
            case TimestampReading.Unknown:
                findings.Warn("The time of these captures is unknown: the file has no time for them.", place, ShortText.Quote(text));
                return null;
            default:
                findings.Warn(
                    $"The time of these captures is unknown: what the file has cannot be read. Expected {ImportTimestamp.Expected}.", place, ShortText.Quote(text));
                return null;
        }
    }

    private int? Size(string? text, ImportPlace place)
    {
        if (text is null)
            return null;
        var size = ImportSize.Read(text);
        if (size is null)
            findings.Warn($"The size of these captures is unknown: what the file has is no size. Expected {ImportSize.Expected}.", place, ShortText.Quote(text));
        return size;
    }

    private static ImportPlace Member(ImportPlace place, string member) => place with { JsonPath = $"{place.JsonPath}.{member}" };
}
