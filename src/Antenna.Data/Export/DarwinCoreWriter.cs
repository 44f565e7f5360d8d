using System.Security;
using Antenna.Data.Tables;

namespace Antenna.Data.Export;

/// <summary>A table of a Darwin Core archive: its first column is the id of the core's row that a row belongs to.</summary>
/// <param name="File">The name of its file.</param>
/// <param name="RowType">What a row is, as an address.</param>
/// <param name="Terms">The terms of its columns, as addresses.</param>
internal sealed record DarwinCoreTable(string File, string RowType, IReadOnlyList<string> Terms)
{
    /// <summary>The headers of its file: the last part of each term.</summary>
    public IReadOnlyList<string> Header => [.. Terms.Select(term => term[(term.LastIndexOf('/') + 1)..])];
}

/// <summary>
/// Writes a Darwin Core archive as a zip, a row at a time: <c>meta.xml</c>, a core, extensions, and <c>eml.xml</c>, as the text guide of
/// the standard has them. Cells that a spreadsheet would run as a formula are neutralised, as in all tables that are handed on.
/// </summary>
internal sealed class DarwinCoreWriter : IAsyncDisposable
{
    /// <summary>Of the terms of Darwin Core.</summary>
    public const string Dwc = "http://rs.tdwg.org/dwc/terms/";

    /// <summary>Of the terms of Dublin Core.</summary>
    public const string Dc = "http://purl.org/dc/terms/";

    /// <summary>What no standard has a term for, and an import of ours reads again.</summary>
    public const string Own = "urn:antenna:terms/";

    private readonly ZipTables _zip;

    private DarwinCoreWriter(ZipTables zip) => _zip = zip;

    /// <summary>Begins an archive with its description.</summary>
    /// <param name="stream">Where it is written to; it stays open, and is not sought in.</param>
    public static async Task<DarwinCoreWriter> CreateAsync(
        Stream stream, DarwinCoreTable core, IReadOnlyList<DarwinCoreTable> extensions, CancellationToken cancellationToken)
    {
        var zip = await ZipTables.CreateAsync(stream, cancellationToken);
        await zip.WriteTextAsync("meta.xml", Describe(core, extensions), cancellationToken);
        return new(zip);
    }

    /// <summary>Writes all rows of a table.</summary>
    /// <returns>How many it has.</returns>
    public Task<long> WriteAsync(DarwinCoreTable table, Func<TableWriter, Task> write, CancellationToken cancellationToken) =>
        _zip.WriteAsync(table.File, table.Header, write, cancellationToken);

    /// <summary>Says what the archive is, in the file that its description names for that.</summary>
    public Task WriteAsync(DatasetDescription dataset, CancellationToken cancellationToken) =>
        _zip.WriteTextAsync(DatasetDescription.File, dataset.ToXml(), cancellationToken);

    /// <summary>Ends the archive.</summary>
    public ValueTask DisposeAsync() => _zip.DisposeAsync();

    private static string Describe(DarwinCoreTable core, IReadOnlyList<DarwinCoreTable> extensions) =>
        $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <archive xmlns="http://rs.tdwg.org/dwc/text/" metadata="{DatasetDescription.File}">
        {Describe("core", "id", core)}{string.Concat(extensions.Select(extension => Describe("extension", "coreid", extension)))}</archive>

        """;

    private static string Describe(string element, string id, DarwinCoreTable table)
    {
        var fields = table.Terms.Select((term, index) => $"    <field index=\"{index}\" term=\"{SecurityElement.Escape(term)}\"/>\n");
        return $"""
          <{element} encoding="UTF-8" fieldsTerminatedBy="," linesTerminatedBy="\r\n" fieldsEnclosedBy="&quot;" ignoreHeaderLines="1" rowType="{table.RowType}">
            <files><location>{table.File}</location></files>
            <{id} index="0"/>
        {string.Concat(fields)}  </{element}>

        """;
    }
}
