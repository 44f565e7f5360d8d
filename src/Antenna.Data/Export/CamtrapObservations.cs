using System.Globalization;
using Antenna.Core.Predictions;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Tables;
using Npgsql;

namespace Antenna.Data.Export;

/// <summary>
/// The observations of a Camtrap DP package. An occurrence is called by its id, so that the project that it is of finds it again; what a
/// person identified or a machine predicted stands once, with the detection that counts.
/// </summary>
internal static class CamtrapObservations
{
    private const string SelectFurther =
        """
        select detection.id, occurrence.id, occurrence.deployment_id, capture.id, coalesce(capture.captured_at, occurrence.first_seen_at),
               detection.x1, detection.y1, detection.x2, detection.y2, capture.width, capture.height
        from detections detection
        join occurrences occurrence on occurrence.id = detection.occurrence_id
        join captures capture on capture.id = detection.capture_id
        where occurrence.id = any($1) and detection.id <> all($2)
        order by occurrence.id, detection.id
        """;

    public static readonly string[] Fields =
    [
        "observationID", "deploymentID", "mediaID", "eventID", "eventStart", "eventEnd", "observationLevel", "observationType", "cameraSetupType",
        "scientificName", "count", "lifeStage", "sex", "behavior", "individualID", "individualPositionRadius", "individualPositionAngle", "individualSpeed",
        "bboxX", "bboxY", "bboxWidth", "bboxHeight", "classificationMethod", "classifiedBy", "classificationTimestamp", "classificationProbability",
        "observationTags", "observationComments",
    ];

    /// <summary>Writes those of the further detections of some occurrences.</summary>
    public static async Task WriteFurtherAsync(
        TableWriter table, NpgsqlConnection connection, IReadOnlyCollection<ExportedOccurrence> occurrences, CancellationToken cancellationToken)
    {
        var observed = occurrences.SelectMany(each => each.Observed, (each, traits) => (each.Id, traits)).ToLookup(each => each.Id, each => each.traits);
        await using var command = connection.Command(
            SelectFurther, occurrences.Select(each => each.Id).ToArray(), occurrences.Select(each => each.Detection!.Id).ToArray());
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            WriteFurther(table, reader, observed[reader.GetInt64(1)].Where(traits => traits.CaptureId == reader.GetInt64(3)));
            await table.EndRowAsync(cancellationToken);
        }
    }

    /// <summary>Writes the observation of an occurrence.</summary>
    public static void Write(TableWriter table, ExportedOccurrence occurrence)
    {
        var detection = occurrence.Detection!;
        var machine = occurrence.Counting;
        var isIndividual = occurrence.Detections > 1;
        WritePlace(table, IdOf(occurrence.Id), occurrence.Deployment!.Id, detection.CaptureId, isIndividual ? IdOf(occurrence.Id) : null, detection.CapturedAt ?? occurrence.FirstSeenAt!.Value);

        // What is in a box was found by somebody or something; nothing may have looked at it yet.
        table.Text(occurrence.Determination is not null ? "animal" : machine is null && detection.Box is not null ? "unclassified" : "unknown");
        CamtrapPackage.Skip(table, 1);
        table.Text(occurrence.Determination?.Name);
        WriteTraits(table, occurrence.ObservedOn(detection.CaptureId), unless: occurrence.Determination is null ? null : 1);
        table.Text(isIndividual ? IdOf(occurrence.Id) : null);
        CamtrapPackage.Skip(table, 3);
        var untold = WriteBox(table, detection.Box, detection.Width, detection.Height);
        table.Text(occurrence.Identification is not null ? "human" : machine is null ? null : "machine");
        table.Text(occurrence.Identification?.Person ?? machine?.Algorithm.Name);
        table.Text((occurrence.Identification?.At ?? machine?.CreatedAt) is { } at ? CamtrapPackage.Time(at) : null);
        table.Number(occurrence.Identification is null && machine is not null ? Math.Clamp(machine.Score, 0, 1) : null);
        table.Text(ObservationTags.Join([ObservationTags.Of(untold), .. Tags(occurrence)]));
        table.Text(occurrence.Identification?.Comment);
    }

    /// <summary>Writes an observation of another detection of an occurrence: the same individual in the same event, named once.</summary>
    private static void WriteFurther(TableWriter table, NpgsqlDataReader reader, IEnumerable<ObservedTraits> observed)
    {
        var individual = IdOf(reader.GetInt64(1));
        WritePlace(
            table, $"{individual}/detection:{CamtrapPackage.Id(reader.GetInt64(0))}", reader.GetInt64(2), reader.GetInt64(3), individual, reader.GetDateTime(4));
        table.Text("animal");
        CamtrapPackage.Skip(table, 2);
        WriteTraits(table, ObservedTraits.Of(observed), unless: null);
        table.Text(individual);
        CamtrapPackage.Skip(table, 3);
        var untold = WriteBox(
            table,
            reader.IsDBNull(5) ? null : new Box(reader.GetDouble(5), reader.GetDouble(6), reader.GetDouble(7), reader.GetDouble(8)),
            reader.GetFieldValue<int?>(9), reader.GetFieldValue<int?>(10));
        CamtrapPackage.Skip(table, 4);
        table.Text(ObservationTags.Join([ObservationTags.Of(untold)]));
        CamtrapPackage.Skip(table, 1);
    }

    private static string IdOf(long occurrence) => $"occurrence:{CamtrapPackage.Id(occurrence)}";

    /// <summary>The fields that come first.</summary>
    /// <param name="individual">What its event is called, which all of its media belong to; null where one medium is all.</param>
    private static void WritePlace(TableWriter table, string id, long deployment, long capture, string? individual, DateTime at)
    {
        var time = CamtrapPackage.Time(at);
        table.Text(id);
        table.Text(CamtrapPackage.Id(deployment));
        table.Text(CamtrapPackage.Id(capture));
        table.Text(individual ?? CamtrapPackage.Id(capture));
        table.Text(time);
        table.Text(time);
        table.Text("media");
    }

    /// <param name="unless">How many animals they are where no observation says so.</param>
    private static void WriteTraits(TableWriter table, ObservedTraits? observed, int? unless)
    {
        table.Number(observed?.Animals ?? unless);
        table.Text(observed?.LifeStage);
        table.Text(observed?.Sex);
        table.Text(observed?.Behaviour);
    }

    /// <summary>Writes the box by the size of its capture.</summary>
    /// <returns>A box that could not be written, where that size is not known, or the box leaves it.</returns>
    private static Box? WriteBox(TableWriter table, Box? box, int? width, int? height)
    {
        if ((box, width, height) is not ({ } drawn, { } w, { } h) || Clipped(drawn, w, h) is not { Width: > 0, Height: > 0 } clipped)
        {
            CamtrapPackage.Skip(table, 4);
            return box;
        }

        table.Number(clipped.X);
        table.Number(clipped.Y);
        table.Number(clipped.Width);
        table.Number(clipped.Height);
        return null;
    }

    private static (double X, double Y, double Width, double Height) Clipped(Box box, int width, int height)
    {
        var (x, y) = (Math.Clamp(box.X1 / width, 0, 1), Math.Clamp(box.Y1 / height, 0, 1));
        return (x, y, Math.Clamp(box.X2 / width, 0, 1) - x, Math.Clamp(box.Y2 / height, 0, 1) - y);
    }

    /// <summary>Where a machine's answer comes from.</summary>
    private static IEnumerable<(string Key, string? Value)> Tags(ExportedOccurrence occurrence) => occurrence.Mask is { Masses: { } masses } mask
        ?
        [
            (ObservationTags.MaskedTo, mask.Run?.TaxaList is { } list ? $"{list.Name} {list.Version}" : null),
            (ObservationTags.Run, mask.Run is { } run ? CamtrapPackage.Id(run.RunId) : null),
            (ObservationTags.Mode, mask.Mode?.DisplayName()),
            (ObservationTags.OffListMass, masses.OffList.ToString("R", CultureInfo.InvariantCulture)),
            (ObservationTags.Before, occurrence.Before?.Winner),
        ]
        : [];
}
