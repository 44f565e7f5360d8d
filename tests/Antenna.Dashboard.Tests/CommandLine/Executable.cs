using System.Diagnostics;
using Antenna.Testing;
using Xunit;

namespace Antenna.Dashboard.Tests.CommandLine;

/// <summary>The product's executable, as a shell starts it, in a process of its own.</summary>
/// <param name="settings">Environment variables over those of the tests.</param>
internal sealed class Executable(params IReadOnlyList<(string Name, string Value)> settings)
{
    /// <summary>Who acts.</summary>
    public const string Curator = "Curator of the tests";

    /// <summary>On a test's database.</summary>
    public static Executable On(TestDatabase database) => new(("ConnectionStrings__Antenna", database.ConnectionString));

    /// <summary>Runs it to its end.</summary>
    public async Task<Answer> RunAsync(params string[] arguments)
    {
        await using var command = Start(arguments);
        return await command.EndAsync();
    }

    /// <summary>Starts it, and leaves it running.</summary>
    public ExecutingCommand Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Antenna.Dashboard.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // No environment that a checkout has a settings file for, and nodes that miss each other soon.
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Testing",
                ["Curator__Name"] = Curator,
                ["Scheduler__CheckIn"] = "00:00:01",
                ["Scheduler__CheckInTolerance"] = "00:00:02",
            },
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return new(Process.Start(start)!);
    }
}

/// <summary>A command that runs.</summary>
internal sealed class ExecutingCommand : IAsyncDisposable
{
    // A command that never ends fails its test rather than holding up all of them.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly Task<string> _error;

    public ExecutingCommand(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Reads its output up to the line that holds this text.</summary>
    public async Task<string> LineWithAsync(string text)
    {
        while (await _process.StandardOutput.ReadLineAsync(Token).AsTask().WaitAsync(Patience, Token) is { } line)
            if (line.Contains(text, StringComparison.Ordinal))
                return line;
        throw new InvalidOperationException($"It ended without saying '{text}'. {await _error}");
    }

    /// <summary>Ctrl-C, and how it ends then.</summary>
    public async Task<Answer> InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-s", "INT", $"{_process.Id}"]);
        return await EndAsync();
    }

    public async Task<Answer> EndAsync()
    {
        var output = await _process.StandardOutput.ReadToEndAsync(Token).WaitAsync(Patience, Token);
        var error = await _error.WaitAsync(Patience, Token);
        await _process.WaitForExitAsync(Token).WaitAsync(Patience, Token);
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

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
