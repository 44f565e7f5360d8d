using Microsoft.Extensions.Logging;

namespace Antenna.PostProcessing.Tests.Runs;

/// <summary>A log of which only the first line matters, and when it comes.</summary>
internal sealed class FirstLine : ILogger
{
    private readonly TaskCompletionSource<string> _message = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<string> Message => _message.Task;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _message.TrySetResult(formatter(state, exception));
}
