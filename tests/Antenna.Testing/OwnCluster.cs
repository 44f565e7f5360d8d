using Antenna.Data.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Antenna.Testing;

/// <summary>The data folder of this test process's own PostgreSQL.</summary>
internal static class OwnCluster
{
    private const string Prefix = "antenna-tests-";

    // Of files that lie in memory, on Linux.
    private const string MemoryFolder = "/dev/shm";

    // More than the clusters of all test processes ever need together, the real data sets among them.
    private const long RoomNeeded = 4L << 30;

    // Younger ones may belong to a test process that has not come to lock it yet.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Where data folders are made: in memory where there is room, because each test clones and drops a database of seven
    /// hundred files, and a disk's file system takes longer for that than most tests do for the rest.
    /// </summary>
    private static string Parent { get; } =
        Directory.Exists(MemoryFolder) && new DriveInfo(MemoryFolder).AvailableFreeSpace >= RoomNeeded ? MemoryFolder : Path.GetTempPath();

    public static PrivatePostgresOptions Options { get; } = NewOptions();

    /// <summary>Fast and forgetful: nothing here has to survive a power cut.</summary>
    public static PrivatePostgresOptions NewOptions() => new()
    {
        DataFolder = Path.Combine(Parent, Prefix + Guid.NewGuid().ToString("N")[..12]),
        MavenRepository = "",
        ServerSettings = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300", "jit=off"],
    };

    public static void Delete() => Directory.Delete(Options.DataFolder!, recursive: true);

    /// <summary>Removes what test processes that were killed left behind: PostgreSQL, still running, and its folder.</summary>
    public static async Task SweepAsync()
    {
        foreach (var path in new[] { MemoryFolder, Path.GetTempPath() }.Where(Directory.Exists).SelectMany(parent => Directory.EnumerateDirectories(parent, Prefix + "*")))
            if (TimeProvider.System.GetUtcNow() - Directory.GetCreationTimeUtc(path) > Grace)
                await SweepAsync(path);
    }

    private static async Task SweepAsync(string path)
    {
        var options = new PrivatePostgresOptions { DataFolder = path, MavenRepository = "" };
        try
        {
            if (FolderLock.IsHeld(DataFolder.Of(options).UsersLock))
                return;
            // Taking over and leaving as the last one is how PostgreSQL is stopped.
            var leftover = await PrivatePostgres.StartAsync(
                options, PostgresUse.Command, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);
            await leftover.DisposeAsync();
            Directory.Delete(path, recursive: true);
        }
        catch (Exception e) when (e is PrivatePostgresException or IOException or UnauthorizedAccessException)
        {
            // Another user's, or another test process is sweeping it at this moment. Either way it is not ours to remove.
            TestContext.Current.SendDiagnosticMessage($"'{path}' of an earlier test process was left alone: {e.Message}");
        }
    }
}
