using Antenna.Data.Import.Tables;

namespace Antenna.Data.Import.TaxaLists;

/// <summary>A file of names of any shape, opened as a table: separated values, or names one a line.</summary>
internal sealed class TaxaListFile : IAsyncDisposable
{
    private TaxaListFile(ImportTable table, string reading, IReadOnlyList<ImportFinding> findings)
    {
        (Table, Reading) = (table, reading);
        Findings = [new(ImportFindingLevel.Note, reading, 1, [new(table.FilePlace)]), .. findings];
    }

    public ImportTable Table { get; }

    /// <summary>How it is read, as a sentence.</summary>
    public string Reading { get; }

    /// <summary>What a person should know of how it is read.</summary>
    public IReadOnlyList<ImportFinding> Findings { get; }

    /// <exception cref="ImportRefusedException">It cannot be read as a list of names.</exception>
    public static async Task<TaxaListFile> OpenAsync(string path, TableReading reading, CancellationToken cancellationToken)
    {
        var source = TableSource.OfFile(path);
        await FileKinds.RefuseAllButTextAsync(source, cancellationToken);
        var layout = await TableLayout.DetectAsync(source, reading, isOfTaxa: true, cancellationToken);
        return new(await ImportTable.OpenAsync(source, layout, cancellationToken), layout.Describe(isChosen: reading.Encoding is not null), []);
    }

    public ValueTask DisposeAsync() => Table.DisposeAsync();
}
