using System.Globalization;
using System.Text.Json.Nodes;
using Antenna.Data.Database;
using Antenna.Data.Tables;
using Npgsql;

namespace Antenna.Data.Export;

/// <summary>
/// Writes occurrences as a Camtrap DP 1.0.2 package: deployments, the captures as media, and an observation for each occurrence, by the box
/// of the prediction that counts; of an occurrence with several detections one more for each of the others, as the same individual. The
/// standard asks for media, coordinates and times of everything, so occurrences without them are left out. The import of packages
/// makes the same occurrences of it elsewhere, and finds them again here.
/// </summary>
public static class CamtrapPackage
{
    private const int RowsBetweenReports = 500;

    private const string Media =
        $"""
        select capture.id, coalesce(min(station.id), min(occurrence.deployment_id)) as deployment_id,
               min(coalesce(capture.captured_at, occurrence.first_seen_at)) as taken_at, capture.path, capture.width, capture.height
        from {OccurrenceExtract.Table} taken
        join occurrences occurrence on occurrence.id = taken.occurrence_id
        join detections detection on detection.occurrence_id = occurrence.id
        join captures capture on capture.id = detection.capture_id
        left join deployments station on station.id = capture.deployment_id and station.latitude is not null and station.longitude is not null
        where taken.is_placed
        group by capture.id
        """;

    private const string SelectMedia = $"{Media} order by capture.id";

    // An occurrence names the station where it was seen first, which is that of one of its media.
    private const string SelectDeployments =
        $"""
        select deployment.id, deployment.name, deployment.latitude, deployment.longitude, project.name, min(media.taken_at), max(media.taken_at)
        from ({Media}) media
        join deployments deployment on deployment.id = media.deployment_id
        join projects project on project.id = deployment.project_id
        group by deployment.id, project.id order by deployment.id
        """;

    private static readonly string[] DeploymentFields =
    [
        "deploymentID", "locationID", "locationName", "latitude", "longitude", "coordinateUncertainty", "deploymentStart", "deploymentEnd", "setupBy",
        "cameraID", "cameraModel", "cameraDelay", "cameraHeight", "cameraDepth", "cameraTilt", "cameraHeading", "detectionDistance", "timestampIssues",
        "baitUse", "featureType", "habitat", "deploymentGroups", "deploymentTags", "deploymentComments",
    ];

    private static readonly string[] MediaFields =
    [
        "mediaID", "deploymentID", "captureMethod", "timestamp", "filePath", "filePublic", "fileName", "fileMediatype", "exifData", "favorite", "mediaComments",
    ];

    /// <summary>Writes all of an extract.</summary>
    /// <param name="stream">Where it is written to; it stays open.</param>
    /// <param name="progress">Is told now and then how far it is.</param>
    public static async Task WriteAsync(OccurrenceExtract extract, Stream stream, IProgress<ExportProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(extract);
        var description = new CamtrapDescription(extract.Tree, extract.Size);
        await using var zip = await ZipTables.CreateAsync(stream, cancellationToken);
        var rows = await zip.WriteAsync(
            "deployments.csv", DeploymentFields, table => EachAsync(extract, SelectDeployments, reader => WriteDeployment(table, reader, description), table, cancellationToken), cancellationToken);
        rows += await zip.WriteAsync("media.csv", MediaFields, table => EachAsync(extract, SelectMedia, reader => WriteMedia(table, reader), table, cancellationToken), cancellationToken);
        rows += await zip.WriteAsync(
            "observations.csv", CamtrapObservations.Fields,
            table => WriteObservationsAsync(table, extract, description, done => progress?.Report(done with { Rows = done.Rows + rows }), cancellationToken),
            cancellationToken);
        await zip.WriteTextAsync("datapackage.json", description.ToJson(), cancellationToken);
        progress?.Report(new(1, rows));
    }

    private static async Task WriteObservationsAsync(
        TableWriter table, OccurrenceExtract extract, CamtrapDescription description, Action<ExportProgress> report, CancellationToken cancellationToken)
    {
        var written = 0L;
        var several = new List<ExportedOccurrence>();
        await foreach (var occurrence in extract.ReadPlacedAsync(cancellationToken))
        {
            CamtrapObservations.Write(table, occurrence);
            description.Add(occurrence.Determination);
            await table.EndRowAsync(cancellationToken);
            if (occurrence.Detections > 1)
                several.Add(occurrence);
            if (++written % RowsBetweenReports != 0)
                continue;
            report(new((double)written / extract.Size.Placed, table.Rows));
            await CamtrapObservations.WriteFurtherAsync(table, extract.Connection, several, cancellationToken);
            several.Clear();
        }

        await CamtrapObservations.WriteFurtherAsync(table, extract.Connection, several, cancellationToken);
    }

    /// <summary>A time as the standard writes it: with a zone, which cameras do not record. It says so of each deployment.</summary>
    internal static string Time(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    internal static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static async Task EachAsync(
        OccurrenceExtract extract, string sql, Action<NpgsqlDataReader> write, TableWriter table, CancellationToken cancellationToken)
    {
        await using var command = extract.Connection.Command(sql);
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            write(reader);
            await table.EndRowAsync(cancellationToken);
        }
    }

    private static void WriteDeployment(TableWriter table, NpgsqlDataReader reader, CamtrapDescription description)
    {
        var (latitude, longitude, begin, end) = (reader.GetDouble(2), reader.GetDouble(3), reader.GetDateTime(5), reader.GetDateTime(6));
        description.Add(reader.GetString(4), latitude, longitude, begin, end);
        table.Text(Id(reader.GetInt64(0)));
        table.Text(Id(reader.GetInt64(0)));
        table.Text(reader.GetString(1));
        table.Number(latitude);
        table.Number(longitude);
        Skip(table, 1);
        table.Text(Time(begin));
        table.Text(Time(end));
        Skip(table, 9);
        table.Text("true");
        Skip(table, 5);
        table.Text("Times are the camera's own, without a known zone, and are written as if they were UTC. Begin and end are those of the first and the last of its media.");
    }

    private static void WriteMedia(TableWriter table, NpgsqlDataReader reader)
    {
        var path = reader.GetString(3);
        table.Text(Id(reader.GetInt64(0)));
        table.Text(Id(reader.GetInt64(1)));
        Skip(table, 1);
        table.Text(Time(reader.GetDateTime(2)));
        table.Text(path);
        table.Text("false");
        table.Text(path[(path.LastIndexOf('/') + 1)..]);
        table.Text(MediaType(path));
        table.Text(Exif(reader));
        Skip(table, 2);
    }

    /// <summary>What boxes become px again by, and what the standard's times leave out of a camera's.</summary>
    private static string? Exif(NpgsqlDataReader reader)
    {
        var exif = new JsonObject();
        if (reader.GetFieldValue<int?>(4) is { } width && reader.GetFieldValue<int?>(5) is { } height)
            (exif["ImageWidth"], exif["ImageHeight"]) = (width, height);
        if (reader.GetDateTime(2) is var time && time.Ticks % TimeSpan.TicksPerSecond != 0)
            exif["SubSecDateTimeOriginal"] = time.ToString("yyyy:MM:dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture);
        return exif.Count == 0 ? null : exif.ToJsonString();
    }

    private static string MediaType(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".png" => "image/png",
        ".webp" => "image/webp",
        ".tif" or ".tiff" => "image/tiff",
        ".gif" => "image/gif",
        _ => "image/jpeg",
    };

    internal static void Skip(TableWriter table, int fields)
    {
        for (var i = 0; i < fields; i++)
            table.Text(null);
    }
}
