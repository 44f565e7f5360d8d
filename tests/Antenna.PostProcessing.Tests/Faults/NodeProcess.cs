using System.Diagnostics;
using System.Threading.Channels;
using Antenna.Testing;
using Xunit;

namespace Antenna.PostProcessing.Tests.Faults;

/// <summary>A node in a process of its own, to be ended in every way there is.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    private NodeProcess(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, output) =>
        {
            if (output.Data is { } line)
                _lines.Writer.TryWrite(line);
            else
                _lines.Writer.TryComplete();
        };
        _process.BeginOutputReadLine();
    }

    /// <summary>Starts a node; it takes part when this returns.</summary>
    /// <param name="partSize">Of how many occurrences at most it makes the parts of runs; null for the product's size.</param>
    public static async Task<NodeProcess> StartAsync(string connectionString, int? partSize = null)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Nodes are frozen and stopped by the signals of Linux.");
        var start = StartedProgram.Describe(
            ["dotnet", Path.Combine(AppContext.BaseDirectory, "Antenna.RunNode.dll"), connectionString, .. partSize is null ? Array.Empty<string>() : [$"{partSize}"]]);
        start.RedirectStandardOutput = true;
        var node = new NodeProcess(Process.Start(start)!);
        await node.WaitForLineAsync("ready");
        return node;
    }

    /// <summary>Waits until the node prints a line that has this in it.</summary>
    public Task WaitForLineAsync(string text) => WaitForLineAsync(line => line.Contains(text, StringComparison.Ordinal), text);

    /// <summary>
    /// Waits until a node that was frozen says that it gives up a part of a run: it finds its claim stale, or is told by the scheduler
    /// that the firing was given to another node.
    /// </summary>
    public Task GivesUpAsync(long runId) => WaitForLineAsync(
        line => line.Contains("Attempt ", StringComparison.Ordinal) && line.Contains($" of run {runId} ", StringComparison.Ordinal),
        $"Attempt … of run {runId}");

    private async Task WaitForLineAsync(Predicate<string> matches, string text)
    {
        var lines = new List<string>();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(LongestWait.Time);
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync(timeout.Token))
            {
                lines.Add(line);
                if (matches(line))
                    return;
            }
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            lines.Add("…");
        }

        Assert.Fail($"The node never printed '{text}'. It printed:\n{string.Join('\n', lines)}");
    }

    /// <summary>It dies at this instant.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(LongestWait.Time);
    }

    /// <summary>It stands still, with all that it holds.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    /// <summary>It goes on where it stood still.</summary>
    public Task ThawAsync() => SignalAsync("CONT");

    /// <summary>Stops it with a signal, such as INT or TERM, and returns its exit code.</summary>
    public async Task<int> StopAsync(string signal)
    {
        await SignalAsync(signal);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(LongestWait.Time);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();

        // Shown with a test that fails.
        while (_lines.Reader.TryRead(out var line))
            TestContext.Current.TestOutputHelper?.WriteLine(line);
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, $"{_process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, kill.ExitCode);
    }
}
