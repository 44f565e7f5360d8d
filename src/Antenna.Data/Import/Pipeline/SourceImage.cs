using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

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

/// <summary>Reads captures from pipeline results and from their companion table.</summary>
/// <param name="pictures">Settles their paths.</param>
internal sealed class SourceImages(PicturePaths pictures)
{
    /// <summary>Reads one element of the file's <c>source_images</c>.</summary>
    public SourceImage Parse(ReadOnlySpan<byte> json, ImportPlace place)
    {
        string? id = null, path = null;
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
                capturedAt = ReadClock(ref reader);
            else if (reader.ValueTextEquals("width"u8))
                width = ReadSize(ref reader);
            else if (reader.ValueTextEquals("height"u8))
                height = ReadSize(ref reader);
            else
                JsonShape.Skip(ref reader);
        }

        return id is null
            ? throw new JsonShapeException(0, "has no id; expected a source image as {id, url}.")
            : new(id, path, capturedAt, width, height, null, place);
    }

    /// <summary>Reads the rows of a <c>captures.csv</c>: <c>id,path,timestamp,width,height,deployment</c>.</summary>
    public async IAsyncEnumerable<SourceImage> ReadAsync(
        CsvTable table, [EnumeratorCancellation] CancellationToken cancellationToken)
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
                PathOf(table, path), Clock(table, timestamp), Size(table, width), Size(table, height), table.Text(deployment), table.Place());
        }
    }

    private string? ReadPath(ref Utf8JsonReader reader)
    {
        var text = JsonShape.Text(ref reader, "a path or an http address");
        return text is null ? null : pictures.Normalize(text, out var problem) ?? throw new JsonShapeException(reader.TokenStartIndex, problem!);
    }

    private static DateTime? ReadClock(ref Utf8JsonReader reader)
    {
        var text = JsonShape.Text(ref reader, ImportTimestamp.Expected);
        if (text is null)
            return null;
        return ImportTimestamp.TryParseWallClock(text, out var clock)
            ? clock
            : throw new JsonShapeException(reader.TokenStartIndex, $"'{text}' is no time; expected {ImportTimestamp.Expected}.");
    }

    private static int? ReadSize(ref Utf8JsonReader reader)
    {
        const string expected = "a number of pixels above 0, or null";
        return JsonShape.Integer(ref reader, expected) switch
        {
            <= 0 => throw JsonShapeException.Found(reader, expected),
            var size => size,
        };
    }

    private string? PathOf(CsvTable table, CsvColumn? column) => table.Text(column) is { } text
        ? pictures.Normalize(text, out var problem) ?? throw new ImportRefusedException(table.Place(column), problem!)
        : null;

    private static DateTime? Clock(CsvTable table, CsvColumn? column)
    {
        if (table.Text(column) is not { } text)
            return null;
        return ImportTimestamp.TryParseWallClock(text, out var clock)
            ? clock
            : throw new ImportRefusedException(table.Place(column), $"'{text}' is no time; expected {ImportTimestamp.Expected}.");
    }

    private static int? Size(CsvTable table, CsvColumn? column)
    {
        if (table.Text(column) is not { } text)
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0
            ? size
            : throw new ImportRefusedException(table.Place(column), $"'{text}' is no size; expected a number of pixels above 0.");
    }
}
