using Antenna.Data.Database;
using Npgsql;
using NpgsqlTypes;

namespace Antenna.Data.ImportJobs;

/// <summary>
/// Keeps files that were sent from a page in the database until their import has ended, so that whichever node executes it can
/// read them; a piece at a time, whatever their size.
/// </summary>
public static class StagedFiles
{
    private const int PieceSize = 1 << 20;

    /// <summary>Stores files within the transaction that records their import.</summary>
    /// <param name="paths">Where they lie now, or the folders that they are in; they are stored under their names, those of a folder with it.</param>
    public static async Task StoreAsync(
        NpgsqlConnection connection, long importId, IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        await using var writer = await connection.BeginBinaryImportAsync(
            "copy import_file_pieces (import_id, file, position, bytes) from stdin (format binary)", cancellationToken);
        writer.Timeout = Timeout.InfiniteTimeSpan;
        var piece = new byte[PieceSize];
        foreach (var (path, name) in paths.SelectMany(FilesOf))
        {
            await using var file = Import.ImportFile.OpenRead(path);
            var position = 0;

            // A file without bytes is one, too: its import says so.
            for (int read; (read = await file.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, cancellationToken)) > 0 || position == 0; position++)
            {
                await writer.StartRowAsync(cancellationToken);
                await writer.WriteAsync(importId, NpgsqlDbType.Bigint, cancellationToken);
                await writer.WriteAsync(name, NpgsqlDbType.Text, cancellationToken);
                await writer.WriteAsync(position, NpgsqlDbType.Integer, cancellationToken);
                await writer.WriteAsync(new ReadOnlyMemory<byte>(piece, 0, read), NpgsqlDbType.Bytea, cancellationToken);
                if (read == 0)
                    break;
            }
        }

        await writer.CompleteAsync(cancellationToken);
    }

    /// <summary>Writes the files of an import into a folder.</summary>
    /// <param name="folder">Its full path.</param>
    public static async Task FetchAsync(NpgsqlDataSource dataSource, long importId, string folder, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = connection.Command(
            "select file, bytes from import_file_pieces where import_id = $1 order by file, position", importId);
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(System.Data.CommandBehavior.SequentialAccess, cancellationToken);
        FileStream? file = null;
        try
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                var path = PathIn(folder, reader.GetString(0));
                if (file?.Name != path)
                {
                    if (file is not null)
                        await file.DisposeAsync();
                    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                    file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
                }

                await using var bytes = await reader.GetStreamAsync(1, cancellationToken);
                await bytes.CopyToAsync(file, PieceSize, cancellationToken);
            }
        }
        finally
        {
            if (file is not null)
                await file.DisposeAsync();
        }
    }

    private static IEnumerable<(string Path, string Name)> FilesOf(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => (file, NameIn(Path.GetDirectoryName(path)!, file)))
        : [(path, Path.GetFileName(path))];

    private static string NameIn(string folder, string path) => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>The path of a file in a folder, and nowhere else, wherever the row that names it came from.</summary>
    private static string PathIn(string folder, string name)
    {
        var path = Path.GetFullPath(Path.Combine(folder, name));
        return path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new InvalidDataException($"The staged file {Import.ShortText.Quote(name)} leads out of the folder of its import.");
    }
}
