using System.Globalization;
using Antenna.Core.Taxonomy;
using Antenna.Data.Database;
using Antenna.Data.Tables;

namespace Antenna.Data.Export;

/// <summary>
/// Writes occurrences as a Darwin Core archive: an event a capture, the occurrences, the pictures, and as measurements what masking says
/// of them. Imported as identifications it brings those that people made, and no other. Occurrences without a determination are left
/// out: the standard has no occurrence of nothing.
/// </summary>
public static class OccurrenceArchive
{
    private const int RowsBetweenReports = 500;
    private const string Dwc = DarwinCoreWriter.Dwc;
    private const string Dc = DarwinCoreWriter.Dc;

    /// <summary>Of the determined occurrences, the captures that they are on, and one event for each that is on none.</summary>
    private const string SelectEvents =
        $"""
        select 'capture:' || capture.id, capture.path, capture.captured_at, deployment.id, deployment.name, deployment.latitude, deployment.longitude, project.name
        from captures capture
        join projects project on project.id = capture.project_id
        left join deployments deployment on deployment.id = capture.deployment_id
        where exists (select from {OccurrenceExtract.Table} taken join detections detection on detection.occurrence_id = taken.occurrence_id
                      where taken.is_determined and detection.capture_id = capture.id)
        union all
        select 'occurrence:' || occurrence.id, null, occurrence.first_seen_at, deployment.id, deployment.name, deployment.latitude, deployment.longitude, project.name
        from {OccurrenceExtract.Table} taken
        join occurrences occurrence on occurrence.id = taken.occurrence_id
        join projects project on project.id = occurrence.project_id
        left join deployments deployment on deployment.id = occurrence.deployment_id
        where taken.is_determined and not exists (select from detections detection where detection.occurrence_id = occurrence.id)
        """;

    private const string SelectCrops =
        $"""
        select 'capture:' || detection.capture_id, detection.crop_path, capture.captured_at, detection.occurrence_id
        from {OccurrenceExtract.Table} taken
        join detections detection on detection.occurrence_id = taken.occurrence_id
        join captures capture on capture.id = detection.capture_id
        where taken.is_determined and detection.crop_path is not null
        """;

    private static readonly DarwinCoreTable Events = new(
        "event.csv", $"{Dwc}Event",
        [
            $"{Dwc}eventID", $"{Dwc}eventDate", $"{Dwc}samplingProtocol", $"{Dwc}locationID", $"{Dwc}locality", $"{Dwc}decimalLatitude", $"{Dwc}decimalLongitude",
            $"{Dwc}geodeticDatum", $"{Dwc}datasetName",
        ]);

    private static readonly DarwinCoreTable Occurrences = new(
        "occurrence.csv", $"{Dwc}Occurrence",
        [
            $"{Dwc}eventID", $"{Dwc}occurrenceID", $"{Dwc}basisOfRecord", $"{Dwc}occurrenceStatus", $"{Dwc}scientificName", $"{Dwc}taxonRank",
            .. RankNames.Principal.Select(rank => Dwc + rank.DisplayName()),
            $"{Dwc}individualCount", $"{Dwc}sex", $"{Dwc}lifeStage", $"{Dwc}behavior", $"{Dwc}identifiedBy", $"{Dwc}dateIdentified", $"{Dwc}identificationVerificationStatus", $"{Dwc}identificationRemarks",
            $"{Dwc}verbatimIdentification", $"{Dwc}previousIdentifications",
        ]);

    private static readonly DarwinCoreTable Multimedia = new(
        "multimedia.csv", "http://rs.gbif.org/terms/1.0/Multimedia",
        [$"{Dwc}eventID", $"{Dc}type", $"{Dc}identifier", $"{Dc}created", $"{Dc}description"]);

    private static readonly DarwinCoreTable Measurements = new(
        "measurementorfact.csv", "http://rs.iobis.org/obis/terms/ExtendedMeasurementOrFact",
        [$"{Dwc}eventID", $"{Dwc}occurrenceID", $"{Dwc}measurementType", $"{Dwc}measurementValue", $"{Dwc}measurementMethod"]);

    /// <summary>Writes all of an extract.</summary>
    /// <param name="stream">Where it is written to; it stays open.</param>
    /// <param name="progress">Is told now and then how far it is.</param>
    public static async Task WriteAsync(OccurrenceExtract extract, Stream stream, IProgress<ExportProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(extract);
        await using var archive = await DarwinCoreWriter.CreateAsync(stream, Events, [Occurrences, Multimedia, Measurements], cancellationToken);
        var projects = new SortedSet<string>(StringComparer.Ordinal);
        var rows = await archive.WriteAsync(Events, table => WriteEventsAsync(extract, table, projects, cancellationToken), cancellationToken);

        // Each pass over the occurrences is about half of the work.
        rows += await archive.WriteAsync(
            Occurrences,
            table => EachAsync(extract, table, Told(rows, 0), occurrence => WriteAsync(table, occurrence, extract.Tree, cancellationToken), cancellationToken),
            cancellationToken);
        rows += await archive.WriteAsync(Multimedia, table => WritePicturesAsync(extract, table, cancellationToken), cancellationToken);
        rows += await archive.WriteAsync(
            Measurements,
            table => EachAsync(extract, table, Told(rows, 0.5), occurrence => WriteMeasurementsAsync(table, occurrence, cancellationToken), cancellationToken),
            cancellationToken);
        await archive.WriteAsync(Describe(projects), cancellationToken);
        progress?.Report(new(1, rows));

        Action<double, long> Told(long before, double begin) => (done, written) => progress?.Report(new(begin + (done / 2), before + written));
    }

    /// <summary>What is handed on is of its projects, as it was at one moment.</summary>
    private static DatasetDescription Describe(SortedSet<string> projects)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var names = projects.Count == 0 ? "no project" : string.Join(", ", projects);
        return new(
            string.Create(CultureInfo.InvariantCulture, $"urn:antenna:occurrences:{now:yyyyMMdd'T'HHmmss'Z'}"),
            string.Create(CultureInfo.InvariantCulture, $"Occurrences of {names}, {now:yyyy-MM-dd HH:mm:ss} UTC"),
            new(names, IsPerson: false),
            now);
    }

    /// <summary>The event that an occurrence is of.</summary>
    private static string EventOf(ExportedOccurrence occurrence) => occurrence.Detection is { } detection
        ? string.Create(CultureInfo.InvariantCulture, $"capture:{detection.CaptureId}")
        : ArchivedOccurrence.IdOf(occurrence.Id);

    private static async Task EachAsync(
        OccurrenceExtract extract, TableWriter table, Action<double, long> tell, Func<ExportedOccurrence, ValueTask> write, CancellationToken cancellationToken)
    {
        long read = 0;
        await foreach (var occurrence in extract.ReadAsync(determinedOnly: true, cancellationToken))
        {
            await write(occurrence);
            if (++read % RowsBetweenReports == 0)
                tell((double)read / extract.Size.Determined, table.Rows);
        }
    }

    /// <param name="projects">Receives the names of the projects that events are of.</param>
    private static async Task WriteEventsAsync(
        OccurrenceExtract extract, TableWriter table, SortedSet<string> projects, CancellationToken cancellationToken)
    {
        await using var command = extract.Connection.Command(SelectEvents);
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var latitude = reader.GetFieldValue<double?>(5);
            table.Text(reader.GetString(0));
            table.Time(reader.GetFieldValue<DateTime?>(2));
            table.Text("camera trap");
            table.Text(reader.IsDBNull(3) ? null : string.Create(CultureInfo.InvariantCulture, $"deployment:{reader.GetInt64(3)}"));
            table.Text(reader.IsDBNull(4) ? null : reader.GetString(4));
            table.Number(latitude);
            table.Number(reader.GetFieldValue<double?>(6));
            table.Text(latitude is null ? null : "WGS84");
            table.Text(reader.GetString(7));
            projects.Add(reader.GetString(7));
            await table.EndRowAsync(cancellationToken);
        }
    }

    private static ValueTask WriteAsync(TableWriter table, ExportedOccurrence occurrence, TaxonTree tree, CancellationToken cancellationToken)
    {
        var taxon = occurrence.Determination!;
        table.Text(EventOf(occurrence));
        table.Text(ArchivedOccurrence.IdOf(occurrence.Id));
        table.Text("MachineObservation");
        table.Text("present");
        table.Text(taxon.Name);
        table.Text(taxon.Rank == Rank.Unknown ? null : taxon.Rank.DisplayName());
        foreach (var rank in RankNames.Principal)
            table.Text(tree.AncestorAt(taxon.Id, rank) is { } ancestor ? tree[ancestor].Name : null);
        var traits = occurrence.Traits;
        table.Number(traits?.Animals ?? 1);
        table.Text(traits?.Sex);
        table.Text(traits?.LifeStage);
        table.Text(traits?.Behaviour);
        table.Text(occurrence.Identification?.Person ?? occurrence.Counting?.Algorithm.Name);
        table.Moment(occurrence.Identification?.At ?? occurrence.Counting?.CreatedAt);
        table.Text(occurrence.Identification is null ? ArchivedOccurrence.Unverified : ArchivedOccurrence.VerifiedByHuman);

        // Remarks are on the identification that counts. Where that is a person's, the machine's is one of before, and no
        // label of a classifier is what that person wrote.
        table.Text(occurrence.Identification is { } identification ? identification.Comment : MachineRemarks.Of(occurrence));
        table.Text(occurrence.Identification is null ? occurrence.Counting?.Label : null);
        table.Text(occurrence.Identification is null ? null : MachineRemarks.Of(occurrence));
        return table.EndRowAsync(cancellationToken);
    }

    private static async Task WritePicturesAsync(OccurrenceExtract extract, TableWriter table, CancellationToken cancellationToken)
    {
        await using (var command = extract.Connection.Command($"select * from ({SelectEvents}) event (id, path, captured_at) where path is not null"))
        {
            command.CommandTimeout = 0;
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                await WriteAsync(reader.GetString(0), reader.GetString(1), reader.GetFieldValue<DateTime?>(2), "capture");
        }

        await using var crops = extract.Connection.Command(SelectCrops);
        crops.CommandTimeout = 0;
        await using var crop = await crops.ExecuteReaderAsync(cancellationToken);
        while (await crop.ReadAsync(cancellationToken))
            await WriteAsync(crop.GetString(0), crop.GetString(1), crop.GetFieldValue<DateTime?>(2), $"crop of {ArchivedOccurrence.IdOf(crop.GetInt64(3))}");

        ValueTask WriteAsync(string of, string path, DateTime? at, string description)
        {
            table.Text(of);
            table.Text("StillImage");
            table.Text(path);
            table.Time(at);
            table.Text(description);
            return table.EndRowAsync(cancellationToken);
        }
    }

    private static async ValueTask WriteMeasurementsAsync(TableWriter table, ExportedOccurrence occurrence, CancellationToken cancellationToken)
    {
        if (occurrence.Counting is { } prediction)
        {
            await WriteAsync("score of the machine", prediction.Score, prediction);
            await WriteAsync("probability of the machine before anything was excluded", prediction.AbsoluteScore, prediction);
        }

        if (occurrence.Mask is { Masses: { } masses } mask)
        {
            await WriteAsync("listed mass", masses.Listed, mask);
            await WriteAsync("nothing mass", masses.Nothing, mask);
            await WriteAsync("off-list mass", masses.OffList, mask);
        }

        ValueTask WriteAsync(string type, double value, ExportedPrediction of)
        {
            table.Text(EventOf(occurrence));
            table.Text(ArchivedOccurrence.IdOf(occurrence.Id));
            table.Text(type);
            table.Number(value);
            table.Text(of.Algorithm.Name);
            return table.EndRowAsync(cancellationToken);
        }
    }
}
