using Microsoft.Extensions.Logging;
using Xunit;

namespace Antenna.Testing;

/// <summary>A log that a test reads.</summary>
public sealed class RecordedLog : ILogger
{
    private readonly Lock _gate = new();
    private readonly List<LoggedLine> _lines = [];
    private TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<LoggedLine> Lines
    {
        get
        {
            lock (_gate)
                return [.. _lines];
        }
    }

    /// <summary>Makes loggers that all write here.</summary>
    public ILoggerFactory Factory => new RecordingFactory(this);

    /// <summary>The first such line, as soon as it is there.</summary>
    public async Task<LoggedLine> WaitForAsync(Predicate<LoggedLine> wanted)
    {
        while (true)
        {
            Task written;
            lock (_gate)
            {
                if (_lines.Find(wanted) is { } line)
                    return line;
                written = _written.Task;
            }

            await written.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_gate)
        {
            _lines.Add(new(logLevel, eventId.Id, formatter(state, exception), exception));
            _written.SetResult();
            _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private sealed class RecordingFactory(RecordedLog log) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => log;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("What is logged stays with the test.");

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}

/// <summary>One line of a log.</summary>
public sealed record LoggedLine(LogLevel Level, int EventId, string Message, Exception? Exception);
