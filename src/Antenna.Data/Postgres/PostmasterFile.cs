using System.Diagnostics;
using System.Globalization;

namespace Antenna.Data.Postgres;

/// <summary>
/// What a running PostgreSQL says of itself in <c>postmaster.pid</c> (its layout: PostgreSQL's <c>pidfile.h</c>). After
/// a crash the file stays behind and means nothing.
/// </summary>
/// <param name="ProcessId">Line 1.</param>
/// <param name="Cluster">Line 2: the data directory.</param>
/// <param name="Port">Line 4.</param>
/// <param name="SocketFolder">Line 5; null when it listens on no socket.</param>
internal sealed record PostmasterFile(int ProcessId, string Cluster, int Port, string? SocketFolder)
{
    private const string ProcessName = "postgres";

    /// <summary>Reads the file; null when there is none, or when a server that starts just now is not done writing it.</summary>
    public static async Task<PostmasterFile?> ReadAsync(DataFolder folder, AccountFiles files, CancellationToken cancellation) =>
        Parse(await files.ReadAsync(folder.PostmasterFile, cancellation));

    /// <summary>Reads the file's text; null when it is not whole.</summary>
    public static PostmasterFile? Parse(string? text) =>
        text?.Split('\n', StringSplitOptions.TrimEntries) is { Length: >= 6 } lines
        && int.TryParse(lines[0], CultureInfo.InvariantCulture, out var processId)
        && int.TryParse(lines[3], CultureInfo.InvariantCulture, out var port)
            ? new(processId, Path.GetFullPath(lines[1]), port, lines[4].Length > 0 ? lines[4] : null)
            : null;

    /// <summary>
    /// Whether the process is there and is PostgreSQL on this folder. Its number alone proves nothing: after a restart
    /// of the machine or of a container it belongs to another process, and a killed process that its parent does not wait for keeps it.
    /// </summary>
    public bool IsAlive(DataFolder folder)
    {
        // A copy of a data folder in use names the original.
        if (!folder.IsCluster(Cluster))
            return false;
        try
        {
            using var process = Process.GetProcessById(ProcessId);
            if (!process.ProcessName.StartsWith(ProcessName, StringComparison.OrdinalIgnoreCase))
                return false;
        }
        catch (ArgumentException)
        {
            return false;
        }

        // PostgreSQL works in its data directory. A zombie has no working directory any more.
        return !OperatingSystem.IsLinux()
            || new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/{ProcessId}/cwd")).LinkTarget == folder.Cluster;
    }
}
