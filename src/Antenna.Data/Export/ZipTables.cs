using System.IO.Compression;
using System.Text;
using Antenna.Data.Tables;

namespace Antenna.Data.Export;

/// <summary>Writes tables and texts into a zip, one after the other, a row at a time.</summary>
internal sealed class ZipTables : IAsyncDisposable
{
    private readonly SentStream _stream;
    private readonly ZipArchive _zip;

    private ZipTables(SentStream stream, ZipArchive zip) => (_stream, _zip) = (stream, zip);

    /// <param name="stream">Where it is written to; it stays open, and is not sought in.</param>
    public static async Task<ZipTables> CreateAsync(Stream stream, CancellationToken cancellationToken)
    {
        var sent = new SentStream(stream);
        return new(sent, await ZipArchive.CreateAsync(sent, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, cancellationToken));
    }

    /// <summary>Writes all rows of a table.</summary>
    /// <returns>How many it has.</returns>
    public async Task<long> WriteAsync(string file, IReadOnlyList<string> header, Func<TableWriter, Task> write, CancellationToken cancellationToken)
    {
        await using var stream = await _zip.CreateEntry(file, CompressionLevel.Fastest).OpenAsync(cancellationToken);
        await using var rows = new TableWriter(stream, header);
        await write(rows);
        await rows.FlushAsync(cancellationToken);
        return rows.Rows;
    }

    /// <summary>Writes a file that is no table.</summary>
    public async Task WriteTextAsync(string file, string text, CancellationToken cancellationToken)
    {
        await using var stream = await _zip.CreateEntry(file, CompressionLevel.Fastest).OpenAsync(cancellationToken);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
    }

    /// <summary>Ends the zip with its directory.</summary>
    public async ValueTask DisposeAsync()
    {
        await _zip.DisposeAsync();
        await _stream.FlushAsync(CancellationToken.None);
        await _stream.DisposeAsync();
    }
}
