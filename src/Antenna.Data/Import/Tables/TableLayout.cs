using System.Globalization;
using System.Text;
using Antenna.Core.Taxonomy;

namespace Antenna.Data.Import.Tables;

/// <summary>How a text is a table: its encoding, its separator, and which of its lines names the columns.</summary>
internal sealed record TableLayout
{
    /// <summary>What spaces and marks may stand around a header.</summary>
    private static readonly char[] Around = [' ', '\t', '\r', '\n', '\u00A0', '\uFEFF', '\u200B'];

    public required Encoding Encoding { get; init; }

    /// <summary>Null where a line is one name.</summary>
    public required char? Separator { get; init; }

    public required IReadOnlyList<string> Headers { get; init; }

    /// <summary>Null where there is none.</summary>
    public required long? HeaderLine { get; init; }

    /// <summary>The first line that can be a row.</summary>
    public required long FirstLine { get; init; }

    /// <summary>Rows of the beginning.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Sample { get; init; }

    /// <summary>Why a line is no row, by its number; null where it may be one.</summary>
    public PassedLineKind? PassedAt(long line) =>
        line == HeaderLine ? PassedLineKind.Header : line < FirstLine ? PassedLineKind.AboveHeader : null;

    /// <summary>How the text is read, as a sentence.</summary>
    /// <param name="isChosen">A person chose the encoding; else it was detected.</param>
    public string Describe(bool isChosen)
    {
        var shape = Separator switch
        {
            null => "one name a line",
            '\t' => "fields separated by tabs",
            ',' => "fields separated by commas",
            ';' => "fields separated by semicolons",
            var other => $"fields separated by '{other}'",
        };
        var header = HeaderLine is { } line ? string.Create(CultureInfo.InvariantCulture, $"header in line {line}") : "no header";
        return $"Read as {TextEncodings.DisplayName(Encoding)} ({(isChosen ? "chosen" : "detected")}), {shape}, {header}.";
    }

    /// <summary>Finds out how a text is a table; what the reading says is taken as it is.</summary>
    /// <param name="isOfTaxa">It is one of taxa: the header may stand further down, and there may be none.</param>
    /// <exception cref="ImportRefusedException">It is empty, or no text.</exception>
    public static async Task<TableLayout> DetectAsync(TableSource source, TableReading reading, bool isOfTaxa, CancellationToken cancellationToken)
    {
        var encoding = await source.EncodingAsync(reading.Encoding, cancellationToken);
        var lines = await TableBeginning.ReadAsync(source, encoding, cancellationToken);
        if (lines.IsEmpty)
            throw new ImportRefusedException(source.Place, "is empty; expected a header and rows.");
        return new LayoutDetection(encoding, lines, reading, isOfTaxa).Result;
    }

    /// <summary>Finds out which row of a sheet names its columns.</summary>
    /// <param name="lines">Its first rows as fields that tabs separate, at least one of which holds anything.</param>
    /// <param name="width">How many columns they have.</param>
    public static TableLayout OfSheet(TableBeginning lines, int width, TableReading reading, bool isOfTaxa)
    {
        var detection = new LayoutDetection(TextEncodings.Utf8, lines, reading with { Separator = '\t' }, isOfTaxa);
        return width == 1 && isOfTaxa ? detection.OneColumn : detection.Result;
    }

    public static ImportRefusedException WrongCount(ImportPlace place, int fields, int headers) => new(
        place, string.Create(CultureInfo.InvariantCulture, $"has {fields} fields but {headers} were expected. A separator or a quote may be missing or too many."));

    /// <summary>Whether a text reads as the name of a species or of what is below one.</summary>
    public static bool LooksLikeName(string text) =>
        text.Length > 0 && char.IsUpper(text[0]) && ScientificName.Parse(text) is { Uninomial: not null, Epithets.Count: > 0, HasCapitalisedEpithet: false };

    private sealed class LayoutDetection(Encoding encoding, TableBeginning lines, TableReading reading, bool isOfTaxa)
    {
        /// <summary>Lines above a header: a title, who made it, when.</summary>
        private const int MostAbove = 10;

        /// <summary>In a table nearly every line has as many separators as the others.</summary>
        private const double Consistent = 0.9;

        public TableLayout Result
        {
            get
            {
                char[] separators = (reading.Separator ?? lines.Hint) is { } known ? [known] : [.. lines.Separators];
                if (!isOfTaxa)
                    return Table(separators.Length > 0 ? separators[0] : ',', lines.First);
                foreach (var separator in separators)
                {
                    if (HeaderOf(separator) is { } line)
                        return Table(separator, line);
                }

                if (IsHeader(lines.Text(lines.First)))
                    return Names(lines.First);
                foreach (var separator in separators)
                {
                    if (WithoutKnownHeader(separator) is { } table)
                        return table;
                }

                return Names(header: null);
            }
        }

        /// <summary>One column of names, with or without a header.</summary>
        public TableLayout OneColumn
        {
            get
            {
                var first = lines.Text(lines.First).Trim(Around);
                return Names(IsHeader(first) || (!LooksLikeName(first) && lines.Numbered.Any(line => LooksLikeName(line.Text.Trim(Around)))) ? lines.First : null);
            }
        }

        /// <summary>The header of the column that was chosen; null where that was by its number, or was not.</summary>
        private readonly string? _chosen = reading.NameColumn is { } column && TaxonHeaders.Plain(column) is { Length: > 0 } plain && !plain.All(char.IsDigit) ? plain : null;

        private bool IsHeader(string cell) => TaxonHeaders.IsOfNames(cell) || (_chosen is not null && TaxonHeaders.Plain(cell) == _chosen);

        /// <summary>The line that names the columns: the first that names one of names or several others, else the first that names any.</summary>
        private long? HeaderOf(char separator)
        {
            var records = lines.Records(separator).Take(MostAbove).Where(record => record.Fields.Count > 1).ToList();
            return (records.Find(record => record.Fields.Any(IsHeader) || record.Fields.Count(TaxonHeaders.IsKnown) > 1) ?? records.Find(record => record.Fields.Any(TaxonHeaders.IsKnown)))?.Line;
        }

        /// <summary>A table whose headers say nothing, or that has none; null where it is none.</summary>
        private TableLayout? WithoutKnownHeader(char separator)
        {
            var records = lines.Records(separator).ToList();
            if (reading.Separator is null && lines.Consistency(separator) < Consistent)
                return null;
            var ofNames = Enumerable.Range(0, records[0].Fields.Count).FirstOrDefault(
                column => records.Skip(1).Count(record => column < record.Fields.Count && LooksLikeName(record.Fields[column])) > records.Count / 2, -1);
            if (ofNames >= 0 && !LooksLikeName(records[0].Fields[ofNames]))
                return Table(separator, records[0].Line);

            // The comma may be that of an author.
            return separator == ',' && reading.Separator is null ? null : Table(separator, header: null);
        }

        private TableLayout Table(char separator, long? header)
        {
            var records = lines.Records(separator).Where(record => header is null || record.Line >= header).ToList();
            var width = header is null ? records.Max(record => record.Fields.Count) : records[0].Fields.Count;
            var headers = header is null
                ? [.. Enumerable.Range(1, width).Select(number => string.Create(CultureInfo.InvariantCulture, $"column {number}"))]
                : records[0].Fields.Select(field => UnicodeText.Compose(field).Trim(Around)).ToList();
            var rows = header is null ? records : records[1..];

            // R writes the numbers of rows before them, and no header for these.
            if (header is not null && rows.Count > 0 && rows.TrueForAll(row => row.Fields.Count == width + 1 && row.Fields[0].All(char.IsDigit)))
                headers.Insert(0, "");
            return new()
            {
                Encoding = encoding,
                Separator = separator,
                Headers = headers,
                HeaderLine = header,
                FirstLine = header + 1 ?? lines.First,
                Sample = [.. rows.Select(row => row.Fields)],
            };
        }

        private TableLayout Names(long? header)
        {
            var first = header + 1 ?? lines.First;
            var names = lines.Numbered.Where(line => line.Number >= first).Select(line => NameLine.Read(QuotedText.Of(line.Text) ?? line.Text)).ToList();
            var name = header is null ? "name" : lines.Text(header.Value).Trim(Around).Trim('"');
            return new()
            {
                Encoding = encoding,
                Separator = null,
                Headers = names.Exists(line => line.CommonName is not null) ? [name, "common name"] : [name],
                HeaderLine = header,
                FirstLine = first,
                Sample = [.. names.Select(line => (IReadOnlyList<string>)[line.Name])],
            };
        }
    }
}
