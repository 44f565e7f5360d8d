using System.Diagnostics;
using System.Text;
using System.Threading.Channels;
using Antenna.Testing;
using Xunit;

namespace Antenna.Dashboard.Tests.CommandLine;

/// <summary>A command that runs.</summary>
internal sealed class ExecutingCommand : IAsyncDisposable
{
    private readonly Process _process;
    private readonly RecordedOutput _output;
    private readonly RecordedOutput _error;

    public ExecutingCommand(Process process)
    {
        _process = process;
        _output = new(process.StandardOutput);
        _error = new(process.StandardError);
    }

    /// <summary>Waits until its output has a line that holds this text.</summary>
    public Task<string> LineWithAsync(string text) => FindAsync(_output, text);

    /// <summary>The same for its standard error.</summary>
    public Task<string> NoteWithAsync(string text) => FindAsync(_error, text);

    /// <summary>Ctrl-C, and how it ends then.</summary>
    public Task<Answer> InterruptAsync() => StopAsync("INT");

    /// <summary>Sends it a signal such as TERM, and returns how it ends then.</summary>
    public async Task<Answer> StopAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, $"{_process.Id}"]);
        return await EndAsync();
    }

    public async Task<Answer> EndAsync()
    {
        var output = await _output.All.WaitAsync(LongestWait.Time, Token);
        var error = await _error.All.WaitAsync(LongestWait.Time, Token);
        await _process.WaitForExitAsync(Token).WaitAsync(LongestWait.Time, Token);
        return new(_process.ExitCode, output, error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private async Task<string> FindAsync(RecordedOutput output, string text)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Token);
        timeout.CancelAfter(LongestWait.Time);
        await foreach (var line in output.Lines.ReadAllAsync(timeout.Token))
            if (line.Contains(text, StringComparison.Ordinal))
                return line;
        throw new InvalidOperationException($"It ended without printing '{text}'. {await _error.All}{await _output.All}");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What it writes, read as it comes: it must not have to wait for a test that looks elsewhere.</summary>
    private sealed class RecordedOutput
    {
        private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

        public RecordedOutput(StreamReader reader) => All = ReadAsync(reader);

        public Task<string> All { get; }

        public ChannelReader<string> Lines => _lines.Reader;

        private async Task<string> ReadAsync(StreamReader reader)
        {
            var all = new StringBuilder();
            while (await reader.ReadLineAsync(CancellationToken.None) is { } line)
            {
                all.Append(line).Append('\n');
                _lines.Writer.TryWrite(line);
            }

            _lines.Writer.Complete();
            return all.ToString();
        }
    }
}
