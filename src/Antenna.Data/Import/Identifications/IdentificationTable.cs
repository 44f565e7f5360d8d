using System.Globalization;
using Antenna.Data.Import.Tables;

namespace Antenna.Data.Import.Identifications;

/// <summary>Reads the rows of an identifications table.</summary>
internal sealed class IdentificationTable
{
    private readonly ImportTable _table;
    private readonly DateTime _now;
    private readonly TableColumn? _occurrence;
    private readonly TableColumn? _crop;
    private readonly TableColumn? _name;
    private readonly TableColumn? _person;
    private readonly TableColumn? _date;
    private readonly TableColumn? _comment;

    /// <param name="now">When the import happens, UTC: no identification is of a later date.</param>
    /// <exception cref="ImportRefusedException">A column is missing that there must be.</exception>
    public IdentificationTable(ImportTable table, DateTime now)
    {
        (_table, _now) = (table, now);
        _occurrence = table.Find("occurrence", "occurrence", "occurrence_id");
        _crop = _occurrence is null
            ? table.Require("crop", "crop", "crop_path", "crop_image_url", "occurrence", "occurrence_id")
            : table.Find("crop", "crop", "crop_path", "crop_image_url");
        _comment = table.Find("comment", "comment", "comments", "identification_remarks", "remarks", "note", "notes");
        _name = _comment is null
            ? table.Require("scientific name", ScientificNames)
            : table.Find("scientific name", ScientificNames);
        _person = table.Find("person", "identified_by", "person", "user", "determiner", "identifier");
        _date = table.Find("date", "date", "date_identified", "identified_at", "identified_on", "timestamp", "created_at");
    }

    private static ReadOnlySpan<string> ScientificNames =>
        new[] { "identification", "scientific_name", "taxon", "species", "determination", "name" };

    /// <summary>The current row; null where it says nothing, or names what is not certain to be a taxon.</summary>
    /// <param name="names">Finds the taxa.</param>
    /// <param name="pictures">Settles the paths of crops.</param>
    /// <param name="person">Who identified, where the row does not say.</param>
    /// <param name="findings">Receives reports of rows that are left out, and of dates to come.</param>
    public IdentificationRow? Read(IdentifiedNames names, PicturePaths pictures, string person, ImportFindings findings)
    {
        if (_table.LeftOut is { } left)
        {
            findings.Add(left.Level, left.Message, _table.Place(), left.Detail);
            return null;
        }

        var (name, comment) = (_table.Text(_name), _table.FreeText(_comment));
        if (name is null && comment is null)
        {
            findings.Warn("Rows with neither a name nor a comment are left out.", _table.Place());
            return null;
        }

        long? taxonId = null;
        if (name is not null && (taxonId = names.AcceptedTaxonOf(name, _table.Place(_name))) is null)
            return null;
        var occurrenceId = OccurrenceId();
        var crop = occurrenceId is null ? Crop(pictures) : null;
        if (occurrenceId is null && crop is null)
        {
            findings.Warn("Rows that name neither an occurrence nor a crop are left out.", _table.Place());
            return null;
        }

        return new(_table.Place().Line!.Value, occurrenceId, crop, _table.Text(_person) ?? person, taxonId, IdentifiedAt(findings), comment);
    }

    private long? OccurrenceId()
    {
        if (_table.Text(_occurrence) is not { } text)
            return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw new ImportRefusedException(_table.Place(_occurrence), $"{ShortText.Quote(text)} is no id; expected the number of an occurrence.");
    }

    private string? Crop(PicturePaths pictures) => _table.Path(_crop) is { } text
        ? pictures.Normalize(text, out var problem) ?? throw new ImportRefusedException(_table.Place(_crop), problem!)
        : null;

    private DateTime? IdentifiedAt(ImportFindings findings)
    {
        if (_table.Text(_date) is not { } text)
            return null;
        switch (ImportTimestamp.ReadUtc(text, out var time))
        {
            case TimestampReading.Known when time <= _now:
                return time;
            case TimestampReading.Known:
                findings.Warn(
                    "Dates in the future count as the time of this import; a date without a zone is read as UTC.",
                    _table.Place(_date), ShortText.Quote(text));
                return null;
            case TimestampReading.Unknown:
                return null;
            default:
                throw new ImportRefusedException(
                    _table.Place(_date), $"{ShortText.Quote(text)} is no time; expected {ImportTimestamp.Expected}.");
        }
    }
}
