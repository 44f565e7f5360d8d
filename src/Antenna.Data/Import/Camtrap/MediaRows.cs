using Antenna.Data.Import.Tables;

namespace Antenna.Data.Import.Camtrap;

/// <summary>A medium of a package: a capture.</summary>
/// <param name="CapturedAt">The camera's clock.</param>
/// <param name="TakenAt">The same moment, UTC: events are compared with it.</param>
/// <param name="Width">px.</param>
/// <param name="Height">px.</param>
internal sealed record MediaRow(string Id, string? DeploymentId, string Path, DateTime? CapturedAt, DateTime? TakenAt, int? Width, int? Height);

/// <summary>Reads the rows of a package's <c>media</c>.</summary>
internal sealed class MediaRows(ImportTable table, PicturePaths pictures, ImportFindings findings)
{
    private readonly TableColumn _id = table.Require("mediaID", "mediaID");
    private readonly TableColumn _path = table.Require("filePath", "filePath");
    private readonly TableColumn? _deployment = table.Find("deploymentID", "deploymentID");
    private readonly TableColumn? _timestamp = table.Find("timestamp", "timestamp");
    private readonly TableColumn? _type = table.Find("fileMediatype", "fileMediatype");
    private readonly TableColumn? _exif = table.Find("exifData", "exifData");

    /// <summary>The current row; null where it is no capture.</summary>
    /// <exception cref="ImportRefusedException">Its path leads out of where the pictures are.</exception>
    public MediaRow? Read()
    {
        if (table.Text(_id) is not { } id || table.Path(_path) is not { } written)
        {
            findings.Warn("Media without an id or a path are left out, with what was observed of them.", table.Place());
            return null;
        }

        if (table.Text(_type) is { } type && !type.StartsWith("image/", StringComparison.OrdinalIgnoreCase))
        {
            findings.Warn("Media that are no pictures are left out, with what was observed of them.", table.Place(_type), ShortText.Quote(type));
            return null;
        }

        var path = pictures.Normalize(written, out var problem) ?? throw new ImportRefusedException(table.Place(_path), problem!);
        var (clock, utc) = Times();
        var exif = ExifSize.Read(table.FreeText(_exif));
        if (exif is { IsBroken: true })
            findings.Note("Media whose exifData is no sound JSON: what can be read of it is used.", table.Place(_exif));
        if (exif.Clock is { } finer && clock is { } whole && finer.AddTicks(-(finer.Ticks % TimeSpan.TicksPerSecond)) == whole)
            clock = finer;
        return new(id, table.Text(_deployment), path, clock, utc, exif.Width, exif.Height);
    }

    private (DateTime? Clock, DateTime? Utc) Times()
    {
        if (table.Text(_timestamp) is not { } text)
            return default;
        if (ImportTimestamp.ReadWallClock(text, out var clock) is TimestampReading.Known)
            return (clock, ImportTimestamp.ReadUtc(text, out var utc) is TimestampReading.Known ? utc : null);
        findings.Warn($"The time of these media is unknown: what the package has is none. Expected {ImportTimestamp.Expected}.", table.Place(_timestamp), ShortText.Quote(text));
        return default;
    }
}
