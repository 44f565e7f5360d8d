using System.Diagnostics;
using Antenna.Data.Postgres;
using Antenna.Testing;
using Xunit;

namespace Antenna.Data.Tests.Postgres;

/// <summary>Another process of the product, which uses a data folder until it is told to leave.</summary>
internal sealed class HolderProcess : IAsyncDisposable
{
    private readonly Process _process;

    private HolderProcess(Process process, string firstLine)
    {
        _process = process;
        FirstLine = firstLine;
    }

    /// <summary>The connection string that it got, or why it was refused.</summary>
    public string FirstLine { get; }

    /// <summary>Starts it; on Linux in a process group of its own, as a shell does, so that it can be interrupted.</summary>
    public static async Task<HolderProcess> StartAsync(PostgresUse use, PrivatePostgresOptions options)
    {
        string[] command = ["dotnet", Path.Combine(AppContext.BaseDirectory, "Antenna.Data.Tests.Holder.dll"), $"{use}", options.DataFolder!];
        if (OperatingSystem.IsLinux())
            command = ["setsid", .. command];
        var start = StartedProgram.Describe(command);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(LongestWait.Time);
        return new(process, line ?? "");
    }

    /// <summary>Its process dies at this instant, with nothing tidied up.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(LongestWait.Time);
    }

    /// <summary>Interrupts its process group as Ctrl-C does, and returns what it prints then.</summary>
    public async Task<string?> InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-s", "INT", "--", $"-{_process.Id}"]);
        return await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(LongestWait.Time);
    }

    /// <summary>Tells it to leave, and returns its exit code.</summary>
    public async Task<int> LeaveAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(LongestWait.Time);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }
}
