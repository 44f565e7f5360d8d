using System.Globalization;
using Antenna.Core.Taxonomy;
using CsvHelper;

namespace Antenna.Data.Import.TaxaLists;

/// <summary>
/// Writes what became of each line of an imported taxa list as CSV, a line at a time, for a person to download; suggestions
/// can be accepted by handing it back. Cells that a spreadsheet would run as a formula are neutralised.
/// </summary>
public sealed class MatchingReportCsv : IAsyncDisposable
{
    private static readonly string[] Header = ["line", "name", "match", "taxon", "suggestion", "suggestion_id", "other_suggestions", "note", "kingdom"];

    private readonly CsvWriter _writer;

    /// <param name="stream">Where it is written to, as UTF-8; it stays open.</param>
    public MatchingReportCsv(Stream stream)
    {
        _writer = CsvWriter.Create(stream, new CsvWriterOptions { Injection = CsvInjection.Escape }, leaveOpen: true);
        _writer.WriteHeader(Header);
    }

    public async ValueTask WriteAsync(TaxaListLine line, CancellationToken cancellationToken)
    {
        var suggestion = line.Suggestions.Count > 0 ? line.Suggestions[0] : null;
        _writer.WriteField(line.Line);
        _writer.WriteField(line.Name);
        _writer.WriteField(line.Kind.DisplayName());
        _writer.WriteField(line.Taxon);
        _writer.WriteField(suggestion?.Name);
        _writer.WriteField(suggestion?.TaxonId.ToString(CultureInfo.InvariantCulture));
        _writer.WriteField(string.Join("; ", line.Suggestions.Skip(1).Select(other => other.Name)));
        _writer.WriteField(line.Note);
        _writer.WriteField(line.Kingdom);
        await _writer.EndRecordAsync(cancellationToken);
    }

    /// <summary>Has all that was written be in the stream.</summary>
    public ValueTask FlushAsync(CancellationToken cancellationToken) => _writer.FlushAsync(cancellationToken);

    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}
