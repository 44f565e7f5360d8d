using System.Text;

namespace Antenna.Data.Postgres;

/// <summary>The log that PostgreSQL writes in the data folder.</summary>
internal sealed class PostgresLog(DataFolder folder)
{
    private const int Longest = 1024 * 1024;
    private const int LongestQuote = 4096;

    /// <summary>Puts a long log aside and returns where the next line goes.</summary>
    public long Prepare()
    {
        var length = Length;
        if (length <= Longest)
            return length;
        File.Move(folder.Log, folder.PreviousLog, overwrite: true);
        return 0;
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
