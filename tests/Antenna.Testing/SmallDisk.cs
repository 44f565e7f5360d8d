using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Xunit;

namespace Antenna.Testing;

/// <summary>A disk of a few megabytes that tables of a database can be moved to, and that a test fills and frees again.</summary>
public sealed class SmallDisk : IAsyncDisposable
{
    private const int Megabytes = 8;

    private readonly DirectoryInfo _folder;
    private readonly string _space = "small_" + Guid.NewGuid().ToString("N")[..8];

    private SmallDisk(DirectoryInfo folder) => _folder = folder;

    private string Filling => Path.Combine(_folder.FullName, "filling");

    /// <summary>Mounts it; skips the test where only root may, or where there is none of Linux's.</summary>
    public static async Task<SmallDisk> MountAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root can mount a small disk, on Linux.");
        var disk = new SmallDisk(Directory.CreateTempSubdirectory("antenna-disk-"));
        var mounted = await RunAsync("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={Megabytes}m,mode=0777"), "tmpfs", disk._folder.FullName);
        if (!mounted)
            disk._folder.Delete();
        Assert.SkipUnless(mounted, "This machine does not let a small disk be mounted.");
        return disk;
    }

    /// <summary>Moves a table to it.</summary>
    public async Task MoveAsync(NpgsqlDataSource dataSource, string table)
    {
        await using (var find = dataSource.CreateCommand("select current_setting('data_directory')"))
        {
            var owner = (string)(await find.ExecuteScalarAsync(Token))!;
            var space = _folder.CreateSubdirectory("space");
            Assert.True(await RunAsync("chown", $"--reference={owner}", space.FullName));
            await ExecuteAsync(dataSource, $"create tablespace {_space} location '{space.FullName}'");
        }

        await ExecuteAsync(dataSource, $"alter table {table} set tablespace {_space}");
    }

    /// <summary>Fills it to the last byte.</summary>
    public void Fill()
    {
        using var file = new FileStream(Filling, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            for (var written = 0; written < Megabytes * 1024 * 1024; written += block.Length)
                file.Write(block);
        }
        catch (IOException)
        {
            return;
        }

        Assert.Fail("The disk does not get full.");
    }

    public void Free() => File.Delete(Filling);

    /// <summary>To be called once the databases on it are gone.</summary>
    public async ValueTask DisposeAsync()
    {
        Assert.True(await RunAsync("umount", "--lazy", _folder.FullName));
        _folder.Delete();
    }

    private static async Task ExecuteAsync(NpgsqlDataSource dataSource, string sql)
    {
        await using var command = dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode == 0;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
