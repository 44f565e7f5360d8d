using System.ComponentModel;
using System.Diagnostics;

namespace Antenna.Data.Postgres;

/// <summary>Runs PostgreSQL's programs on one data folder, as the user that the server runs under.</summary>
internal sealed class PostgresPrograms(DataFolder folder, PostgresBinaries binaries, ServerAccount account)
{
    public PostgresBinaries Binaries => binaries;

    public ServerAccount Account => account;

    /// <summary>Runs <c>initdb</c>.</summary>
    /// <exception cref="PrivatePostgresException">It cannot be run.</exception>
    public Task<(int ExitCode, string Output)> InitdbAsync(IEnumerable<string> arguments, CancellationToken cancellation)
    {
        var start = ChildProcess.Describe(binaries.Initdb, arguments, folder.Root, account);
        return ExplainAsync(start, () => ChildProcess.RunAsync(start, cancellation));
    }

    /// <summary>Runs <c>pg_ctl start</c>, which leaves the server behind and logs to the folder's log.</summary>
    /// <exception cref="PrivatePostgresException">It cannot be run.</exception>
    public Task<int> StartServerAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        var start = PgCtl("start", "-s", "-w", "-t", $"{timeout.TotalSeconds:0}", "-l", DataFolder.LogName);
        return ExplainAsync(start, () => ChildProcess.LaunchAsync(start, cancellation));
    }

    /// <summary>Runs <c>pg_ctl stop</c> in its fast mode, which ends connections and writes everything.</summary>
    /// <exception cref="PrivatePostgresException">It cannot be run.</exception>
    public Task<(int ExitCode, string Output)> StopServerAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        var start = PgCtl("stop", "-s", "-w", "-t", $"{timeout.TotalSeconds:0}", "-m", "fast");
        return ExplainAsync(start, () => ChildProcess.RunAsync(start, cancellation));
    }

    private ProcessStartInfo PgCtl(params IEnumerable<string> arguments)
    {
        var start = ChildProcess.Describe(binaries.PgCtl, arguments, folder.Root, account);
        // Not -D, and the log relative to the folder: pg_ctl puts both into a shell's command line.
        start.Environment["PGDATA"] = folder.Cluster;
        return start;
    }

    private async Task<T> ExplainAsync<T>(ProcessStartInfo start, Func<Task<T>> run)
    {
        try
        {
            return await run();
        }
        catch (Win32Exception e)
        {
            throw new PrivatePostgresException($"'{start.FileName}' cannot be run in the data folder '{folder.Root}' as the user '{account.Name}': {e.Message}. That user must be able to enter this folder and every folder above it (nothing under /root will do). Name another folder in {PrivatePostgresOptions.Section}:{nameof(PrivatePostgresOptions.DataFolder)}.", e);
        }
    }
}
