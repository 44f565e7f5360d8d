using Microsoft.Extensions.Logging;

namespace Antenna.Data.Tests.Postgres;

/// <summary>Interrupts what is going on at the moment when it logs a certain message.</summary>
internal sealed class CancelingLoggerFactory(string message, CancellationTokenSource interruption) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (formatter(state, exception).StartsWith(message, StringComparison.Ordinal))
            interruption.Cancel();
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
