using System.Globalization;
using System.Text;
using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Data.Import.Tables;
using Antenna.Data.Import.Taxa;
using Antenna.Data.TaxaLists;

namespace Antenna.Data.Import.TaxaLists;

/// <summary>What names that a person pasted are, matched as an import of a file with just these lines would match them.</summary>
/// <param name="Lines">What became of each line, in their order.</param>
/// <param name="Names">What they list, each name once, those that are no taxon yet too.</param>
public sealed record PastedNames(IReadOnlyList<TaxaListLine> Lines, IReadOnlyList<ListedName> Names)
{
    private const string Header = "name";

    /// <summary>Reads a text with one name a line; empty lines say nothing.</summary>
    /// <param name="listing">What the names are to be added to: its taxonomy counts, and what people accepted for names on its list.</param>
    /// <param name="notATaxon">The names of lines that are no taxa.</param>
    /// <exception cref="ImportRefusedException">The text cannot be read.</exception>
    public static async Task<PastedNames> ReadAsync(Listing listing, string text, NotATaxonLabels notATaxon, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(listing);
        ArgumentNullException.ThrowIfNull(text);
        var names = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (names.Length == 0)
            return new([], []);

        // A file, because a table is read from one: what is wrong with a name is then found just as in an import.
        var path = Path.Combine(Path.GetTempPath(), $"antenna-names-{Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)}.csv");
        try
        {
            await File.WriteAllLinesAsync(
                path, [Header, .. names.Select(name => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")], Encoding.UTF8, cancellationToken);
            return await ReadFileAsync(listing, path, notATaxon, cancellationToken);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<PastedNames> ReadFileAsync(Listing listing, string path, NotATaxonLabels notATaxon, CancellationToken cancellationToken)
    {
        var findings = new ImportFindings();
        var rows = new TaxaListRows(listing.Taxonomy.Tree, listing.Names, findings);
        await using var table = await ImportTable.OpenAsync(path, cancellationToken);
        var columns = new TaxonColumns(table, Header, notATaxon, findings);
        var lines = new List<TaxaListLine>();
        while (await table.ReadAsync(cancellationToken))
        {
            // Without the header, which the person did not paste.
            var line = rows.Add(columns.Read(), includeDescendants: false);
            lines.Add(line with { Line = line.Line - 1 });
        }

        return new(lines, rows.Finish());
    }
}
