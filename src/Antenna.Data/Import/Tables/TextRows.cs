namespace Antenna.Data.Import.Tables;

/// <summary>
/// Rows of a text in which a quote is a character like any other, unless it opens and closes a field: values separated by tabs,
/// and names one a line.
/// </summary>
internal sealed class TextRows : ITableRows
{
    /// <summary>Lines that one quoted field may have: a quote that is never closed is none that opens.</summary>
    private const int MostLinesOfAField = 20;

    private readonly TableSource _source;
    private readonly TableLayout _layout;
    private readonly LineReader _lines;
    private readonly Queue<(long Number, string Text)> _ahead = new();
    private readonly ImportFindings _findings = new();
    private string[] _fields = [];

    public TextRows(TableSource source, TableLayout layout)
    {
        (_source, _layout) = (source, layout);
        _lines = new(source, layout.Encoding);
    }

    public IReadOnlyList<string> Headers => _layout.Headers;

    public long? HeaderLine => _layout.HeaderLine;

    public long Line { get; private set; }

    public PassedLineKind? Passed { get; private set; }

    public double Done => _lines.Done;

    public string Text { get; private set; } = "";

    public IReadOnlyList<IReadOnlyList<string>> Sample => _layout.Sample;

    public IEnumerable<ImportFinding> Findings => _findings.ToList();

    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (await NextAsync(cancellationToken) is not var (number, text))
            return false;
        (Line, Text) = (number, text);
        Passed = _layout.PassedAt(number) ?? (string.IsNullOrWhiteSpace(text) ? PassedLineKind.Empty : null);
        if (Passed is not null)
            return true;
        _fields = _layout.Separator is { } separator ? await SplitAsync(text, separator, cancellationToken) : await ReadNameAsync(text, cancellationToken);
        if (_layout.Separator is not null && _fields.Length > Headers.Count && _fields.AsSpan(Headers.Count).ContainsAnyExcept(""))
            throw TableLayout.WrongCount(new(_source.Name, Line), _fields.Length, Headers.Count);
        return true;
    }

    public string Field(int index)
    {
        var field = index < _fields.Length ? _fields[index] : "";
        if (field.Contains('\uFFFD', StringComparison.Ordinal))
            _findings.Warn("A character was lost before, or is in another encoding than the file", new(_source.Name, Line, index + 1), ShortText.Of(field));
        return field;
    }

    public ValueTask DisposeAsync() => _lines.DisposeAsync();

    private async ValueTask<(long, string)?> NextAsync(CancellationToken cancellationToken)
    {
        if (_ahead.TryDequeue(out var ahead))
            return ahead;
        return await _lines.ReadAsync(cancellationToken) is { } text ? (_lines.Line, text) : null;
    }

    private async ValueTask<string[]> SplitAsync(string text, char separator, CancellationToken cancellationToken)
    {
        var fields = text.Split(separator).ToList();
        for (var i = 0; i < fields.Count; i++)
        {
            if (QuotedText.Of(fields[i]) is { } unquoted)
            {
                fields[i] = unquoted;
            }
            else if (i == fields.Count - 1 && QuotedText.Opens(fields[i]) && await CloseAsync(fields[i], separator, cancellationToken) is var (whole, others))
            {
                fields[i] = whole;
                fields.AddRange(others);
            }
        }

        return [.. fields];
    }

    private async ValueTask<string[]> ReadNameAsync(string text, CancellationToken cancellationToken)
    {
        var unquoted = QuotedText.Of(text);
        if (unquoted is null && QuotedText.Opens(text) && await CloseAsync(text, separator: null, cancellationToken) is var (whole, _))
            unquoted = whole;
        var line = NameLine.Read(unquoted ?? text);
        if (line.Dropped is { } dropped)
            _findings.Note("Numbers and bullets before names were dropped", new(_source.Name, Line), dropped);
        return line.CommonName is null ? [line.Name] : [line.Name, line.CommonName];
    }

    /// <summary>
    /// Goes on to the line in which a quoted field is closed: the field, and the fields behind it. Null where it is not, or a
    /// separator stands before that: then the quote opens nothing, and what was read ahead stays to be read.
    /// </summary>
    private async ValueTask<(string Field, string[] Others)?> CloseAsync(string field, char? separator, CancellationToken cancellationToken)
    {
        var read = new List<(long, string)>();
        while (read.Count < MostLinesOfAField)
        {
            if (await NextAsync(cancellationToken) is not var (number, text))
                break;
            read.Add((number, text));
            var parts = separator is { } character ? text.Split(character) : [text];
            field = $"{field}\n{parts[0]}";
            if (QuotedText.Of(field) is { } whole)
            {
                Text = $"{Text} {text}";
                return (whole, [.. parts[1..].Select(part => QuotedText.Of(part) ?? part)]);
            }

            if (parts.Length > 1)
                break;
        }

        // What is read ahead stands before what was ahead already.
        var later = _ahead.ToList();
        _ahead.Clear();
        foreach (var line in read.Concat(later))
            _ahead.Enqueue(line);
        return null;
    }
}

/// <summary>A field in quotes.</summary>
internal static class QuotedText
{
    /// <summary>What stands in the quotes that open and close a field; null where they do not.</summary>
    public static string? Of(string field)
    {
        if (field.Trim() is not ['"', .. var inner, '"'])
            return null;
        return inner.Replace("\"\"", "", StringComparison.Ordinal).Contains('"', StringComparison.Ordinal)
            ? null
            : inner.Replace("\"\"", "\"", StringComparison.Ordinal);
    }

    /// <summary>Whether a quote opens a field, which is closed in a later line if at all.</summary>
    public static bool Opens(string field) => field.TrimStart() is ['"', .. var rest] && !rest.Contains('"', StringComparison.Ordinal);
}
