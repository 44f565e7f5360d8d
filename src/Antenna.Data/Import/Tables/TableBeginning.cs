using System.Text;

namespace Antenna.Data.Import.Tables;

/// <summary>The first lines of a text, by which it is found out how it is a table.</summary>
internal sealed class TableBeginning
{
    internal const int MostLines = 60;
    private const string HintBegin = "sep=";

    private static readonly char[] Candidates = ['\t', ';', ',', '|'];

    private readonly List<NumberedLine> _lines;

    private TableBeginning(List<NumberedLine> lines)
    {
        _lines = lines;
        if (lines is [{ Number: 1, Text: var first }, ..] && first.Trim().Trim('"') is { Length: 5 } hint && hint.StartsWith(HintBegin, StringComparison.OrdinalIgnoreCase))
        {
            Hint = hint[^1];
            _lines.RemoveAt(0);
        }
    }

    /// <summary>The separator that a first line <c>sep=;</c> tells a spreadsheet; null where there is none.</summary>
    public char? Hint { get; }

    public bool IsEmpty => _lines.TrueForAll(line => line.Text.AsSpan().Trim(",;\t| \"\uFEFF").IsEmpty);

    /// <summary>The number of the first line that holds anything.</summary>
    public long First => _lines.Find(line => !string.IsNullOrWhiteSpace(line.Text))!.Number;

    public IReadOnlyList<NumberedLine> Numbered => _lines;

    /// <summary>What may separate fields, the likeliest first.</summary>
    public IEnumerable<char> Separators => Candidates.Where(candidate => Consistency(candidate) > 0).OrderByDescending(Consistency);

    public static async Task<TableBeginning> ReadAsync(TableSource source, Encoding encoding, CancellationToken cancellationToken)
    {
        await using var reader = new LineReader(source, encoding);
        var lines = new List<NumberedLine>();
        while (lines.Count < MostLines && await reader.ReadAsync(cancellationToken) is { } text)
            lines.Add(new(reader.Line, text));
        return new(lines);
    }

    /// <summary>The first rows of a sheet, as lines of fields that tabs separate.</summary>
    public static TableBeginning OfRows(IEnumerable<NumberedLine> rows) => new([.. rows]);

    public string Text(long number) => _lines.Find(line => line.Number == number)!.Text;

    /// <summary>How many of the lines have a separator as often as most of those that have it, 0 to 1.</summary>
    public double Consistency(char separator)
    {
        var counts = Records(separator).Select(record => record.Fields.Count - 1).ToList();
        return counts.Where(count => count > 0).GroupBy(count => count).Select(group => (double)group.Count() / counts.Count).DefaultIfEmpty(0).Max();
    }

    /// <summary>The lines as fields; a line break inside quotes ends none. Empty lines are left out.</summary>
    public IEnumerable<TableRecord> Records(char separator)
    {
        for (var i = 0; i < _lines.Count; i++)
        {
            var (number, text) = _lines[i];
            if (string.IsNullOrWhiteSpace(text))
                continue;
            if (separator != '\t')
            {
                var last = i;
                while (text.Count(character => character == '"') % 2 == 1 && ++last < _lines.Count)
                    text = $"{text}\n{_lines[last].Text}";
                if (last < _lines.Count)
                    i = last;
                else
                    text = _lines[i].Text;
            }

            yield return new(number, Fields(text, separator));
        }
    }

    private static List<string> Fields(string text, char separator)
    {
        var fields = new List<string>();
        var start = 0;
        var inQuotes = false;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == '"' && separator != '\t')
                inQuotes = !inQuotes;
            if (i < text.Length && (inQuotes || text[i] != separator))
                continue;
            var field = text[start..i];
            fields.Add((QuotedText.Of(field) ?? field).Trim());
            start = i + 1;
        }

        return fields;
    }
}

/// <param name="Number">From 1.</param>
internal sealed record NumberedLine(long Number, string Text);

/// <param name="Line">The line that it begins in, from 1.</param>
internal sealed record TableRecord(long Line, IReadOnlyList<string> Fields);
