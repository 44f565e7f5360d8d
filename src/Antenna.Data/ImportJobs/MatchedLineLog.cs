using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using Antenna.Data.Import.TaxaLists;
using Npgsql;
using NpgsqlTypes;

namespace Antenna.Data.ImportJobs;

/// <summary>A line of a list's file in the report on its import: what became of it, or that it holds no name.</summary>
public sealed record ReportedLine(TaxaListLine? Matched, LineWithoutName? WithoutName);

/// <summary>
/// Gathers what becomes of the lines of a list while it is imported, and stores it beside the report of the import. Until then it lies in
/// a temporary file: memory does not grow with the number of lines.
/// </summary>
public sealed class MatchedLineLog : IAsyncDisposable
{
    internal static readonly JsonSerializerOptions Options = new()
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Bytes of lines that make a piece, before they are compressed to about a tenth.</summary>
    private const int PieceSize = 1 << 20;

    private readonly FileStream _pieces = new(Path.GetTempFileName(), new FileStreamOptions
    {
        Mode = FileMode.Create,
        Access = FileAccess.ReadWrite,
        Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
    });

    private readonly MemoryStream _lines = new();

    public ValueTask AddAsync(TaxaListLine line, CancellationToken cancellationToken) => AddAsync(new ReportedLine(line, null), cancellationToken);

    public ValueTask AddWithoutNameAsync(LineWithoutName line, CancellationToken cancellationToken) => AddAsync(new ReportedLine(null, line), cancellationToken);

    /// <summary>Forgets all lines: the import begins again.</summary>
    public void Clear()
    {
        _pieces.SetLength(0);
        _lines.SetLength(0);
    }

    /// <summary>Stores all lines within the transaction that records how the import ended.</summary>
    public async Task StoreAsync(NpgsqlConnection connection, long importId, CancellationToken cancellationToken)
    {
        await EndPieceAsync(cancellationToken);
        _pieces.Position = 0;
        await using var writer = await connection.BeginBinaryImportAsync(
            "copy matched_line_pieces (import_id, position, bytes) from stdin (format binary)", cancellationToken);
        var length = new byte[sizeof(int)];
        for (var position = 0; await _pieces.ReadAtLeastAsync(length, length.Length, throwOnEndOfStream: false, cancellationToken) > 0; position++)
        {
            var piece = new byte[BinaryPrimitives.ReadInt32LittleEndian(length)];
            await _pieces.ReadExactlyAsync(piece, cancellationToken);
            await writer.StartRowAsync(cancellationToken);
            await writer.WriteAsync(importId, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteAsync(position, NpgsqlDbType.Integer, cancellationToken);
            await writer.WriteAsync(piece, NpgsqlDbType.Bytea, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _pieces.DisposeAsync();
        await _lines.DisposeAsync();
    }

    private async ValueTask AddAsync(ReportedLine line, CancellationToken cancellationToken)
    {
        JsonSerializer.Serialize(_lines, line, Options);
        _lines.WriteByte((byte)'\n');
        if (_lines.Length >= PieceSize)
            await EndPieceAsync(cancellationToken);
    }

    private async Task EndPieceAsync(CancellationToken cancellationToken)
    {
        if (_lines.Length == 0)
            return;
        using var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            _lines.WriteTo(gzip);
        _lines.SetLength(0);
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, (int)compressed.Length);
        _pieces.Position = _pieces.Length;
        await _pieces.WriteAsync(length, cancellationToken);
        await _pieces.WriteAsync(compressed.GetBuffer().AsMemory(0, (int)compressed.Length), cancellationToken);
    }
}
