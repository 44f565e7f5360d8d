using System.Text;

namespace Antenna.Data.Postgres;

/// <summary>The log that PostgreSQL writes in the data folder.</summary>
internal sealed class PostgresLog(DataFolder folder)
{
    private const int Longest = 1024 * 1024;
    private const int LongestQuote = 4096;

    /// <summary>Puts a long log aside and returns where the next line goes.</summary>
    public async Task<long> PrepareAsync(ServerAccount account, CancellationToken cancellation)
    {
        if (Length > Longest)
            File.Move(folder.Log, folder.PreviousLog, overwrite: true);

        // In a folder of root's PostgreSQL could not make it itself.
        if (account.SwitchTo is not null && !File.Exists(folder.Log))
        {
            await using (new FileStream(folder.Log, FileMode.CreateNew))
            {
            }

            await account.OwnAsync(folder.Log, cancellation);
        }

        return Length;
    }

    /// <summary>What was logged from a position on, or the end of it when that is much.</summary>
    public async Task<string> ReadFromAsync(long position, CancellationToken cancellation)
    {
        if (!File.Exists(folder.Log))
            return "(nothing)";
        // PostgreSQL, which may still be writing it, must not be kept from doing so on Windows.
        await using var file = new FileStream(folder.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Position = Math.Max(position, file.Length - LongestQuote);
        using var reader = new StreamReader(file, Encoding.UTF8);
        return (await reader.ReadToEndAsync(cancellation)).Trim();
    }

    private long Length => File.Exists(folder.Log) ? new FileInfo(folder.Log).Length : 0;
}
