using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Tables;

namespace Antenna.Data.Export;

/// <summary>
/// Writes occurrences as a table for spreadsheets, one row each: what it is and who says so, and the machine's prediction before
/// and after masking. Imported as identifications it brings those that people made, and no other.
/// </summary>
public static class OccurrenceCsv
{
    private const int RowsBetweenReports = 500;

    /// <summary>
    /// The columns. A person's identification has columns of its own, under the headers that an import of identifications
    /// looks for: what a machine determined must never come back as somebody's identification.
    /// </summary>
    public static IReadOnlyList<string> Header { get; } =
    [
        "occurrence_id", "project", "station", "first_seen_at", "detections",
        "individual_count", "sex", "life_stage", "behavior",
        "detection_id", "capture_id", "capture_path", "captured_at", "box_x1", "box_y1", "box_x2", "box_y2", "crop_path",
        "determined_as", "determined_rank", "determined_score", "verified",
        "identification", "identified_by", "identified_at", "comment",
        "classifier_id", "classifier",
        "before_name", "before_label", "before_rank", "before_score", "before_probability",
        "after_name", "after_label", "after_rank", "after_score", "after_probability", "after_algorithm", "after_run",
        "mask_list", "mask_list_version", "mask_run", "mask_mode", "listed_mass", "nothing_mass", "off_list_mass",
    ];

    /// <summary>Writes all of an extract.</summary>
    /// <param name="stream">Where it is written to; it stays open.</param>
    /// <param name="progress">Is told now and then how far it is.</param>
    public static async Task WriteAsync(
        OccurrenceExtract extract, Stream stream, IProgress<ExportProgress>? progress, CancellationToken cancellationToken)
    {
        await using var table = new TableWriter(stream, Header, forSpreadsheets: true);
        await foreach (var occurrence in extract.ReadAsync(determinedOnly: false, cancellationToken))
        {
            Write(table, occurrence);
            await table.EndRowAsync(cancellationToken);
            if (table.Rows % RowsBetweenReports == 0)
                progress?.Report(new((double)table.Rows / extract.Size.Occurrences, table.Rows));
        }

        await table.FlushAsync(cancellationToken);
        progress?.Report(new(1, table.Rows));
    }

    private static void Write(TableWriter table, ExportedOccurrence occurrence)
    {
        table.Number(occurrence.Id);
        table.Text(occurrence.Project);
        table.Text(occurrence.Deployment?.Name);
        table.Time(occurrence.FirstSeenAt);
        table.Number(occurrence.Detections);
        Write(table, occurrence.Traits);
        Write(table, occurrence.Detection);
        Write(table, occurrence.Determination);
        table.Number(occurrence.Score);
        table.YesOrNo(occurrence.Identification is not null);
        table.Text(occurrence.Identification is null ? null : occurrence.Determination?.Name);
        table.Text(occurrence.Identification?.Person);
        table.Moment(occurrence.Identification?.At);
        table.Text(occurrence.Identification?.Comment);
        table.Number(occurrence.Before?.Algorithm.Id);
        table.Text(occurrence.Before?.Algorithm.Name);
        Write(table, occurrence.Before);
        Write(table, occurrence.After);
        table.Text(occurrence.After?.Algorithm.Name);
        table.Number(occurrence.After?.Run?.RunId);
        WriteMask(table, occurrence.Mask);
    }

    private static void Write(TableWriter table, ObservedTraits? traits)
    {
        table.Number(traits?.Animals);
        table.Text(traits?.Sex);
        table.Text(traits?.LifeStage);
        table.Text(traits?.Behaviour);
    }

    private static void Write(TableWriter table, ExportedDetection? detection)
    {
        table.Number(detection?.Id);
        table.Number(detection?.CaptureId);
        table.Text(detection?.CapturePath);
        table.Time(detection?.CapturedAt);
        foreach (var edge in (double?[])[detection?.Box?.X1, detection?.Box?.Y1, detection?.Box?.X2, detection?.Box?.Y2])
            table.Number(edge);
        table.Text(detection?.CropPath);
    }

    private static void Write(TableWriter table, TaxonName? taxon)
    {
        table.Text(taxon?.Name);
        table.Text(taxon?.Rank.DisplayName());
    }

    private static void Write(TableWriter table, ExportedPrediction? prediction)
    {
        table.Text(prediction?.Taxon?.Name);
        table.Text(prediction?.Label);
        table.Text(prediction?.Taxon?.Rank.DisplayName());
        table.Number(prediction?.Score);
        table.Number(prediction?.AbsoluteScore);
    }

    private static void WriteMask(TableWriter table, ExportedPrediction? mask)
    {
        table.Text(mask?.Run?.TaxaList?.Name);
        table.Text(mask?.Run?.TaxaList?.Version);
        table.Number(mask?.Run?.RunId);
        table.Text(mask?.Mode?.DisplayName());
        foreach (var mass in (double?[])[mask?.Masses?.Listed, mask?.Masses?.Nothing, mask?.Masses?.OffList])
            table.Number(mass);
    }
}
