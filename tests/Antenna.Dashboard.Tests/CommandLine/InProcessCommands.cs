using Antenna.Dashboard.CommandLine;
using Antenna.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Antenna.Dashboard.Tests.CommandLine;

/// <summary>
/// The product's commands, run within this process: the entry, arguments and settings are the executable's, and starting
/// one takes no second. What only a process has (signals, its own streams and exit code) is tested on an <see cref="Executable"/>.
/// </summary>
/// <param name="settings">Settings by their names, such as <c>Curator:Name</c>, over those of the tests.</param>
internal sealed class InProcessCommands(params IReadOnlyList<(string Name, string Value)> settings)
{
    /// <summary>Runs a command to its end.</summary>
    public async Task<Answer> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };

        // The log writes from threads of its own.
        await using var errorOfAllThreads = TextWriter.Synchronized(error);
        var invocation = new CommandInvocation
        {
            Output = output,
            Error = errorOfAllThreads,
            IsOutputRedirected = true,
            IsErrorRedirected = true,
            AddLog = logging => logging.Services.AddSingleton<ILoggerProvider>(new WriterLog(errorOfAllThreads)),
            Settings = [.. TestSettings.All.Concat(settings).Select(setting => $"--{setting.Name}={setting.Value}")],
        };
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(LongestWait.Time);
        var code = await AntennaCommandLine.RunAsync(arguments, invocation, timeout.Token);
        return new(code, output.ToString(), error.ToString());
    }

    /// <summary>Writes a log to where the command writes its errors, as the console's does.</summary>
    private sealed class WriterLog(TextWriter writer) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => logLevel is not LogLevel.None;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            writer.WriteLine($"{logLevel}: {formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
