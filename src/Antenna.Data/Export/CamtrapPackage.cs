using System.Globalization;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.Tables;
using Npgsql;

namespace Antenna.Data.Export;

/// <summary>
/// Writes occurrences as a Camtrap DP 1.0.2 package: deployments, the captures as media, and an observation for each occurrence, by the box
/// of the prediction that counts. The standard asks for coordinates and times of everything, so occurrences without them are left out.
/// </summary>
public static class CamtrapPackage
{
    private const int RowsBetweenReports = 500;

    private const string SelectDeployments =
        $"""
        select deployment.id, deployment.name, deployment.latitude, deployment.longitude, project.name,
               min(occurrence.first_seen_at), max(occurrence.first_seen_at)
        from {OccurrenceExtract.Table} taken
        join occurrences occurrence on occurrence.id = taken.occurrence_id
        join deployments deployment on deployment.id = occurrence.deployment_id
        join projects project on project.id = occurrence.project_id
        where taken.is_placed
        group by deployment.id, project.id order by deployment.id
        """;

    private const string SelectMedia =
        $"""
        select capture.id, min(occurrence.deployment_id), min(coalesce(capture.captured_at, occurrence.first_seen_at)), capture.path
        from {OccurrenceExtract.Table} taken
        join occurrences occurrence on occurrence.id = taken.occurrence_id
        join detections detection on detection.occurrence_id = occurrence.id
        join captures capture on capture.id = detection.capture_id
        where taken.is_placed
        group by capture.id
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

    private static readonly string[] ObservationFields =
    [
        "observationID", "deploymentID", "mediaID", "eventID", "eventStart", "eventEnd", "observationLevel", "observationType", "cameraSetupType",
        "scientificName", "count", "lifeStage", "sex", "behavior", "individualID", "individualPositionRadius", "individualPositionAngle", "individualSpeed",
        "bboxX", "bboxY", "bboxWidth", "bboxHeight", "classificationMethod", "classifiedBy", "classificationTimestamp", "classificationProbability",
        "observationTags", "observationComments",
    ];

    /// <summary>Writes all of an extract.</summary>
    /// <param name="stream">Where it is written to; it stays open.</param>
    /// <param name="progress">Is told now and then how far it is.</param>
    public static async Task WriteAsync(OccurrenceExtract extract, Stream stream, IProgress<ExportProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(extract);
        var description = new CamtrapDescription(extract.Tree);
        await using var zip = await ZipTables.CreateAsync(stream, cancellationToken);
        var rows = await zip.WriteAsync(
            "deployments.csv", DeploymentFields, table => EachAsync(extract, SelectDeployments, reader => WriteDeployment(table, reader, description), table, cancellationToken), cancellationToken);
        rows += await zip.WriteAsync("media.csv", MediaFields, table => EachAsync(extract, SelectMedia, reader => WriteMedia(table, reader), table, cancellationToken), cancellationToken);
        rows += await zip.WriteAsync(
            "observations.csv", ObservationFields,
            async table =>
            {
                await foreach (var occurrence in extract.ReadPlacedAsync(cancellationToken))
                {
                    WriteObservation(table, occurrence);
                    description.Add(occurrence.Determination);
                    await table.EndRowAsync(cancellationToken);
                    if (table.Rows % RowsBetweenReports == 0)
                        progress?.Report(new((double)table.Rows / extract.Size.Placed, rows + table.Rows));
                }
            },
            cancellationToken);
        await zip.WriteTextAsync("datapackage.json", description.ToJson(), cancellationToken);
        progress?.Report(new(1, rows));
    }

    /// <summary>A time as the standard writes it: with a zone, which cameras do not record. It says so of each deployment.</summary>
    internal static string Time(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);

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
        table.Text("Times are the camera's own, without a known zone, and are written as if they were UTC. Begin and end are those of the first and the last observation.");
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
        Skip(table, 3);
    }

    private static string MediaType(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".png" => "image/png",
        ".webp" => "image/webp",
        ".tif" or ".tiff" => "image/tiff",
        ".gif" => "image/gif",
        _ => "image/jpeg",
    };

    private static void WriteObservation(TableWriter table, ExportedOccurrence occurrence)
    {
        var detection = occurrence.Detection!;
        var machine = occurrence.After ?? occurrence.Before;
        var time = Time(detection.CapturedAt ?? occurrence.FirstSeenAt!.Value);
        table.Text(Id(occurrence.Id));
        table.Text(Id(occurrence.Deployment!.Id));
        table.Text(Id(detection.CaptureId));
        table.Text(Id(detection.CaptureId));
        table.Text(time);
        table.Text(time);
        table.Text("media");
        table.Text(occurrence.Determination is not null ? "animal" : machine is null ? "unclassified" : "unknown");
        Skip(table, 1);
        table.Text(occurrence.Determination?.Name);
        table.Number(occurrence.Determination is null ? null : 1L);
        Skip(table, 7);
        WriteBox(table, detection);
        table.Text(occurrence.Identification is not null ? "human" : machine is null ? null : "machine");
        table.Text(occurrence.Identification?.Person ?? machine?.Algorithm.Name);
        table.Text((occurrence.Identification?.At ?? machine?.CreatedAt) is { } at ? Time(at) : null);
        table.Number(occurrence.Identification is null && machine is not null ? Math.Clamp(machine.Score, 0, 1) : null);
        table.Text(Tags(occurrence));
        table.Text(occurrence.Identification?.Comment);
    }

    /// <summary>The box by the size of its capture; nothing where that is not known, or the box leaves it.</summary>
    private static void WriteBox(TableWriter table, ExportedDetection detection)
    {
        if (detection is not { Box: { } box, Width: > 0 and var width, Height: > 0 and var height }
            || Clipped(box, width, height) is not { Width: > 0, Height: > 0 } clipped)
        {
            Skip(table, 4);
            return;
        }

        table.Number(clipped.X);
        table.Number(clipped.Y);
        table.Number(clipped.Width);
        table.Number(clipped.Height);
    }

    private static (double X, double Y, double Width, double Height) Clipped(Box box, int width, int height)
    {
        var (x, y) = (Math.Clamp(box.X1 / width, 0, 1), Math.Clamp(box.Y1 / height, 0, 1));
        return (x, y, Math.Clamp(box.X2 / width, 0, 1) - x, Math.Clamp(box.Y2 / height, 0, 1) - y);
    }

    /// <summary>Where a machine's answer comes from, as pairs of a key and a value.</summary>
    private static string? Tags(ExportedOccurrence occurrence)
    {
        if (occurrence.Mask is not { Masses: { } masses } mask)
            return null;
        var tags = new List<(string Key, string? Value)>
        {
            ("maskedTo", mask.Run?.TaxaList is { } list ? $"{list.Name} {list.Version}" : null),
            ("run", mask.Run is { } run ? Id(run.RunId) : null),
            ("mode", mask.Mode?.ToString().ToLowerInvariant()),
            ("offListMass", masses.OffList.ToString("0.####", CultureInfo.InvariantCulture)),
            ("before", occurrence.Before?.Winner),
        };
        return string.Join(" | ", tags.Where(tag => tag.Value is not null).Select(tag => $"{tag.Key}:{tag.Value!.Replace('|', '/')}"));
    }

    private static void Skip(TableWriter table, int fields)
    {
        for (var i = 0; i < fields; i++)
            table.Text(null);
    }
}
