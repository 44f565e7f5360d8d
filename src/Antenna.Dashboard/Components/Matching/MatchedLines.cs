using Antenna.Core.Taxonomy;
using Antenna.Data.Import.TaxaLists;

namespace Antenna.Dashboard.Components.Matching;

/// <summary>
/// What became of each line of a file: of each kind the first ones in memory, to be looked at, and all of it in a file to
/// download, unless that is stored elsewhere.
/// </summary>
public sealed class MatchedLines : IAsyncDisposable
{
    /// <summary>Lines of a kind that can be looked at.</summary>
    public const int MostOfAKind = 1_000;

    private readonly FileStream? _file;
    private readonly MatchingReportCsv? _csv;
    private readonly SortedDictionary<NameMatchKind, List<TaxaListLine>> _first = [];
    private readonly Dictionary<NameMatchKind, long> _counts = [];
    private readonly List<string> _files = [];

    /// <param name="path">Where all of it is written to, as CSV; null where it need not be.</param>
    /// <param name="hasFiles">The lines are of several files.</param>
    public MatchedLines(string? path, bool hasFiles = false)
    {
        Path = path;
        if (path is null)
            return;
        _file = new(path, FileMode.Create, FileAccess.Write, FileShare.None);
        _csv = new(_file, hasFiles);
    }

    public string? Path { get; }

    /// <summary>The kinds that there are lines of.</summary>
    public IReadOnlyCollection<NameMatchKind> Kinds => _first.Keys;

    /// <summary>How many lines there are of a kind, or in all.</summary>
    public long Count(NameMatchKind? kind) => kind is { } one ? _counts.GetValueOrDefault(one) : _counts.Values.Sum();

    /// <summary>The lines are of several files.</summary>
    public bool HasFiles => _files.Count > 0;

    /// <summary>The first lines of a kind, or of each, in the order of the files.</summary>
    public IReadOnlyList<TaxaListLine> First(NameMatchKind? kind) => kind is { } one
        ? _first.GetValueOrDefault(one) ?? []
        : [.. _first.Values.SelectMany(lines => lines).OrderBy(line => line.File is { } file ? _files.IndexOf(file) : 0).ThenBy(line => line.Line)];

    public async ValueTask AddAsync(TaxaListLine line, CancellationToken cancellationToken)
    {
        if (line.File is { } file && (_files.Count == 0 || _files[^1] != file))
            _files.Add(file);
        if (!_first.TryGetValue(line.Kind, out var lines))
            _first.Add(line.Kind, lines = []);
        if (lines.Count < MostOfAKind)
            lines.Add(line);
        _counts[line.Kind] = _counts.GetValueOrDefault(line.Kind) + 1;
        if (_csv is not null)
            await _csv.WriteAsync(line, cancellationToken);
    }

    /// <summary>Keeps a line that holds no name, which is in the file only.</summary>
    public ValueTask AddWithoutNameAsync(LineWithoutName line, CancellationToken cancellationToken) =>
        _csv?.WriteWithoutNameAsync(line, cancellationToken) ?? ValueTask.CompletedTask;

    /// <summary>Completes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_csv is not null)
            await _csv.DisposeAsync();
        if (_file is not null)
            await _file.DisposeAsync();
    }
}
