using System.Globalization;
using Antenna.Data.Import.Tables;

namespace Antenna.Data.Import.Identifications;

/// <summary>Reads the rows of an identifications table.</summary>
/// <param name="now">When the import happens, UTC: no identification is of a later date.</param>
internal sealed class IdentificationTable(ImportTable table, IdentificationColumns columns, DateTime now)
{
    /// <summary>The current row; null where it says nothing, or names what is not certain to be a taxon.</summary>
    /// <param name="names">Finds the taxa.</param>
    /// <param name="pictures">Settles the paths of crops.</param>
    /// <param name="person">Who identified, where the row does not say.</param>
    /// <param name="findings">Receives reports of rows that are left out, and of dates to come or that cannot be read.</param>
    public IdentificationRow? Read(IdentifiedNames names, PicturePaths pictures, string person, ImportFindings findings)
    {
        if (table.LeftOut is { } left)
        {
            findings.Add(left.Level, left.Message, table.Place(), left.Detail);
            return null;
        }

        var (name, comment) = (columns.Names?.Read(table), table.FreeText(columns.Comment));
        if (name is null && comment is null)
        {
            findings.Warn("Rows with neither a name nor a comment are left out.", table.Place());
            return null;
        }

        long? taxonId = null;
        if (name is not null && (taxonId = names.AcceptedTaxonOf(name, table.Place(columns.Names!.Name))) is null)
            return null;
        var occurrenceId = OccurrenceId();
        var crop = occurrenceId is null ? Crop(pictures) : null;
        if (occurrenceId is null && crop is null)
        {
            findings.Warn("Rows that name neither an occurrence nor a crop are left out.", table.Place());
            return null;
        }

        return new(table.Place().Line!.Value, occurrenceId, crop, table.Text(columns.Person) ?? person, taxonId, IdentifiedAt(findings), comment);
    }

    private long? OccurrenceId()
    {
        if (table.Text(columns.Occurrence) is not { } text)
            return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw new ImportRefusedException(table.Place(columns.Occurrence), $"{ShortText.Quote(text)} is no id; expected the number of an occurrence.");
    }

    private string? Crop(PicturePaths pictures) => table.Path(columns.Crop) is { } text
        ? pictures.Normalize(text, out var problem) ?? throw new ImportRefusedException(table.Place(columns.Crop), problem!)
        : null;

    /// <summary>
    /// When the row was identified; null where that is not known. What is not known counts as the time of the import, when it was said
    /// here: then it is the newest of its occurrence, the last row of several, and supersedes what the same person named before.
    /// </summary>
    private DateTime? IdentifiedAt(ImportFindings findings)
    {
        if (table.Text(columns.Date) is not { } text)
            return null;
        switch (ImportTimestamp.ReadUtc(text, out var time))
        {
            case TimestampReading.Known when time <= now:
                return time;
            case TimestampReading.Known:
                findings.Warn(
                    "Dates in the future count as the time of this import; a date without a zone is read as UTC.",
                    table.Place(columns.Date), ShortText.Quote(text));
                return null;
            case TimestampReading.Unknown:
                return null;
            default:
                findings.Warn(
                    $"Dates that cannot be read are unknown, and count as the time of this import; expected {ImportTimestamp.Expected}.",
                    table.Place(columns.Date), ShortText.Quote(text));
                return null;
        }
    }
}
