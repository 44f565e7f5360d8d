using System.ComponentModel;
using System.Diagnostics;

namespace Antenna.Data.Postgres;

/// <summary>Runs one program of PostgreSQL, or of the operating system, to its end.</summary>
internal static class ChildProcess
{
    /// <summary>Runs a program and returns its exit code with what it wrote.</summary>
    /// <param name="start">The program.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="input">What it reads from its standard input.</param>
    /// <exception cref="Win32Exception">The program cannot be started, or its user cannot enter the folder.</exception>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        ProcessStartInfo start, CancellationToken cancellation, string? input = null)
    {
        start.RedirectStandardInput = input is not null;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellation);
            process.StandardInput.Close();
        }

        await WaitAsync(process, killTree: true, cancellation);
        return (process.ExitCode, (await output + await errors).Trim());
    }

    /// <summary>
    /// Runs a program that leaves a server behind, and returns its exit code. Nothing is redirected: the server would
    /// inherit the pipe, and reading it would last as long as the server does. Canceling ends the program alone: the
    /// server is stopped as servers are.
    /// </summary>
    /// <exception cref="Win32Exception">The program cannot be started, or its user cannot enter the folder.</exception>
    public static async Task<int> LaunchAsync(ProcessStartInfo start, CancellationToken cancellation)
    {
        using var process = Process.Start(start)!;
        await WaitAsync(process, killTree: false, cancellation);
        return process.ExitCode;
    }

    /// <summary>A program to start in a folder, under an account, with English messages and no PG* variables.</summary>
    public static ProcessStartInfo Describe(string program, IEnumerable<string> arguments, string folder, ServerAccount account)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            // On Windows a console of its own keeps Ctrl-C from reaching PostgreSQL. On Unix pg_ctl sees to that.
            CreateNoWindow = true,
        };
        if (account.SwitchTo is { } user)
            start.UserName = user;
        // PGPORT, PGDATA and the like of the person's shell would override what is asked for here.
        foreach (var name in start.Environment.Keys.Where(key => key.StartsWith("PG", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";
        return start;
    }

    private static async Task WaitAsync(Process process, bool killTree, CancellationToken cancellation)
    {
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(killTree);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }
    }
}
