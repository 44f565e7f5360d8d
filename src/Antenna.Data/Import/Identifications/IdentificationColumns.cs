using Antenna.Data.Import.Tables;
using Antenna.Data.Import.Taxa;

namespace Antenna.Data.Import.Identifications;

/// <summary>The columns of an identifications table: that of names is found as everywhere, the others by their headers.</summary>
/// <param name="Occurrence">Null where the table names crops alone.</param>
/// <param name="Crop">Null where it names occurrences alone.</param>
/// <param name="Names">Null where the table has comments alone.</param>
internal sealed record IdentificationColumns(
    TableColumn? Occurrence, TableColumn? Crop, NameColumns? Names, TableColumn? Person, TableColumn? Date, TableColumn? Comment)
{
    /// <summary>Headers of names that a table without any is told of; more are known.</summary>
    private const int NamesTold = 6;

    /// <param name="nameColumn">The column of names, by its header or its number from 1; null to find it.</param>
    /// <exception cref="ImportRefusedException">A column is missing that there must be, or two have one header.</exception>
    public static IdentificationColumns Find(ImportTable table, string? nameColumn)
    {
        var occurrence = table.Find("occurrence", "occurrence", "occurrence_id");
        var crop = occurrence is null
            ? table.Require("crop", "crop", "crop_path", "crop_image_url", "occurrence", "occurrence_id")
            : table.Find("crop", "crop", "crop_path", "crop_image_url");
        var comment = table.Find("comment", "comment", "comments", "identification_remarks", "remarks", "note", "notes");
        var person = table.Find("person", "identified_by", "person", "user", "determiner", "identifier");
        var date = table.Find("date", "date", "date_identified", "identified_at", "identified_on", "timestamp", "created_at");
        var others = new[] { occurrence, crop, comment, person, date }.OfType<TableColumn>().ToList();
        var names = NameColumns.FindAmong(table, nameColumn, TaxonHeaders.Identifications, others);
        if (names is null && comment is null)
            table.Require("scientific name", TaxonHeaders.Identifications.AsSpan(0, NamesTold));

        // What a person chooses as names is nothing else, whatever its header says.
        return new(occurrence, crop, names, person, date, comment == names?.Name ? null : comment);
    }

    /// <summary>Says how the table is read, and which columns are.</summary>
    public void Report(ImportTable table, ImportFindings findings)
    {
        findings.Note(table.Reading, table.FilePlace);
        findings.Note(table.DescribeColumns(), table.FilePlace);
        if (Names is not null)
            Names.Report(table, findings);
        else if (table.UnusedColumns is { Count: > 0 } unread)
            findings.Warn(
                "There is no column of names, by its header or by what it holds, so the rows are comments, which identify nothing. Choose it if one of these columns is it.",
                table.FilePlace, ShortText.List([.. unread.Select(column => column.Header)]));
        else
            findings.Note("There is no column of names: the rows are comments, which identify nothing.", table.FilePlace);
    }
}
