using Antenna.Core.Taxonomy;
using Antenna.Data.Import.Tables;
using Antenna.Data.Tables;

namespace Antenna.Data.Import.TaxaLists;

/// <summary>
/// Writes what became of each line of an imported taxa list as CSV, a line at a time, for a person to download; suggestions
/// can be accepted by handing it back. Cells that a spreadsheet would run as a formula are neutralised.
/// </summary>
public sealed class MatchingReportCsv : IAsyncDisposable
{
    private readonly TableWriter _writer;
    private readonly bool _hasFiles;

    /// <param name="stream">Where it is written to, as UTF-8; it stays open.</param>
    /// <param name="hasFiles">The lines are of several files, whose names are written too.</param>
    public MatchingReportCsv(Stream stream, bool hasFiles = false)
    {
        _writer = new(stream, hasFiles ? [.. OwnTables.MatchingReport, "file"] : OwnTables.MatchingReport);
        _hasFiles = hasFiles;
    }

    public async ValueTask WriteAsync(TaxaListLine line, CancellationToken cancellationToken)
    {
        var suggestion = line.Suggestions.Count > 0 ? line.Suggestions[0] : null;
        _writer.Number(line.Line);
        _writer.Text(line.Name);
        _writer.Text(line.Kind.DisplayName());
        _writer.Text(line.Taxon);
        _writer.Text(suggestion?.Name);
        _writer.Number(suggestion?.TaxonId);
        _writer.Text(string.Join("; ", line.Suggestions.Skip(1).Select(other => other.Name)));
        _writer.Text(line.Note);
        _writer.Text(line.Kingdom);
        if (_hasFiles)
            _writer.Text(line.File);
        await _writer.EndRowAsync(cancellationToken);
    }

    /// <summary>Writes a line that holds no name, so that all lines of the file are accounted for.</summary>
    public async ValueTask WriteWithoutNameAsync(LineWithoutName line, CancellationToken cancellationToken)
    {
        _writer.Number(line.Line);
        _writer.Text(line.Text);
        _writer.Text("no name");
        for (var empty = 0; empty < 4; empty++)
            _writer.Text(null);
        _writer.Text(line.Kind.Describe());
        _writer.Text(null);
        if (_hasFiles)
            _writer.Text(line.File);
        await _writer.EndRowAsync(cancellationToken);
    }

    /// <summary>Has all that was written be in the stream.</summary>
    public ValueTask FlushAsync(CancellationToken cancellationToken) => _writer.FlushAsync(cancellationToken);

    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}
