using System.IO.Compression;
using System.Xml;

namespace Antenna.Data.Import.Tables;

/// <summary>
/// The parts of a workbook by what a reader makes of them. What a part is, relationships say and not its path: they may name a picture, or a
/// sheet, as the shared texts, which are held whole.
/// </summary>
internal sealed class WorkbookParts
{
    /// <summary>Bytes that relationships may unpack to: those of a sheet of a hundred thousand links are 20 MB.</summary>
    private const long LargestRelationships = 32L << 20;

    private const string Relationships = ".rels";
    private const string Sheet = "worksheet";
    private const string Picture = "image";

    private readonly ZipArchive _archive;

    /// <summary>The names of parts that are called something else than a sheet; of those that are called something else than a picture.</summary>
    private readonly HashSet<string> _noSheets = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _noPictures = new(StringComparer.OrdinalIgnoreCase);
    private readonly bool _areKnown;

    /// <param name="cancellationToken">Ends the reading of relationships.</param>
    public WorkbookParts(ZipArchive archive, CancellationToken cancellationToken)
    {
        _archive = archive;
        var relationships = archive.Entries.Where(entry => entry.FullName.EndsWith(Relationships, StringComparison.OrdinalIgnoreCase)).ToList();
        _areKnown = relationships.Sum(entry => entry.Length) <= LargestRelationships;
        if (!_areKnown)
            return;

        // Those of any part: which of them a reader follows is its own affair.
        foreach (var entry in relationships)
            Read(entry, cancellationToken);
    }

    /// <summary>The sheets, of which a row is held at a time.</summary>
    public IEnumerable<ZipArchiveEntry> Sheets => _archive.Entries.Where(IsSheet);

    /// <summary>All that may be held: whatever is no sheet, and no picture, which nothing opens.</summary>
    public IEnumerable<ZipArchiveEntry> Held => _archive.Entries.Where(entry => !IsSheet(entry) && !IsPicture(entry));

    // The folder that a relationship names does not count: readers settle it in ways of their own.
    private bool IsSheet(ZipArchiveEntry entry) =>
        _areKnown && entry.FullName.StartsWith("xl/worksheets/", StringComparison.OrdinalIgnoreCase)
        && entry.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) && !_noSheets.Contains(NameOf(entry.FullName));

    private bool IsPicture(ZipArchiveEntry entry) =>
        _areKnown && entry.FullName.StartsWith("xl/media/", StringComparison.OrdinalIgnoreCase)
        && !entry.FullName.EndsWith(Relationships, StringComparison.OrdinalIgnoreCase) && !_noPictures.Contains(NameOf(entry.FullName));

    private void Read(ZipArchiveEntry entry, CancellationToken cancellationToken)
    {
        using var reader = XmlReader.Create(entry.Open(), new() { CloseInput = true });
        try
        {
            while (reader.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (reader.NodeType is XmlNodeType.Element && reader.GetAttribute("Target") is { } target)
                    Add(NameOf(target), reader.GetAttribute("Type") ?? "");
            }
        }
        catch (XmlException)
        {
            // A reader gets no further either, and says so where it follows them.
        }
    }

    private void Add(string name, string type)
    {
        // A link leads out of the workbook.
        if (type.EndsWith("/hyperlink", StringComparison.Ordinal))
            return;
        if (!type.EndsWith($"/{Sheet}", StringComparison.Ordinal))
            _noSheets.Add(name);
        if (!type.EndsWith($"/{Picture}", StringComparison.Ordinal))
            _noPictures.Add(name);
    }

    private static string NameOf(string path) => path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
}
