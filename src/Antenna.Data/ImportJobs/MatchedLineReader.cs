using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Antenna.Data.Database;
using Npgsql;

namespace Antenna.Data.ImportJobs;

/// <summary>Reads what became of the lines of lists that were imported, as it was stored with the report.</summary>
public sealed class MatchedLineReader(NpgsqlDataSource dataSource)
{
    private const string Pieces = "select bytes from matched_line_pieces where import_id = $1 order by position";

    /// <summary>Streams the lines of an import in the order of its file; none where it was of no list, or ended before it read one.</summary>
    public async IAsyncEnumerable<ReportedLine> ReadAsync(long importId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = dataSource.Command(Pieces, importId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            using var piece = new MemoryStream(reader.GetFieldValue<byte[]>(0));
            await using var lines = new GZipStream(piece, CompressionMode.Decompress);
            using var text = new StreamReader(lines);
            while (await text.ReadLineAsync(cancellationToken) is { } line)
                yield return JsonSerializer.Deserialize<ReportedLine>(line, MatchedLineLog.Options) ?? throw new JsonException("A line of a stored report is null.");
        }
    }
}
