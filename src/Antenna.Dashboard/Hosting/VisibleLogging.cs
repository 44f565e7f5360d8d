using Antenna.Data.Import;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;

namespace Antenna.Dashboard.Hosting;

/// <summary>
/// The log on the console, in which characters that a terminal would obey are shown by their codes: what is logged names
/// files, labels and people of whatever was imported.
/// </summary>
internal static class VisibleLogging
{
    /// <summary>Adds it in place of the console's own.</summary>
    public static ILoggingBuilder AddVisibleConsole(this ILoggingBuilder logging, Action<ConsoleLoggerOptions>? configure = null)
    {
        logging.AddConsole(configure ?? (_ => { }));
        var console = logging.Services.Single(service => service.ImplementationType == typeof(ConsoleLoggerProvider));
        logging.Services.Remove(console);
        logging.Services.TryAddSingleton<ConsoleLoggerProvider>();
        logging.Services.TryAddEnumerable(ServiceDescriptor.Singleton<ILoggerProvider, VisibleConsoleProvider>());
        return logging;
    }
}

/// <summary>Hands on to the console what is logged, made visible. Filters name it as they name the console.</summary>
[ProviderAlias("Console")]
internal sealed class VisibleConsoleProvider(ConsoleLoggerProvider console) : ILoggerProvider, ISupportExternalScope
{
    public ILogger CreateLogger(string categoryName) => new VisibleLogger(console.CreateLogger(categoryName));

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => console.SetScopeProvider(scopeProvider);

    // The container made the console, and disposes of it.
    public void Dispose()
    {
    }

    private sealed class VisibleLogger(ILogger logger) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

        /// <summary>
        /// A value cannot begin a line of its own, as a forged entry would. An exception's text has lines, and is written
        /// below the message as the console would.
        /// </summary>
        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => logger.Log(
            logLevel,
            eventId,
            state,
            null,
            (values, _) => exception is null
                ? ControlCharacters.Escape(formatter(values, null))
                : $"{ControlCharacters.Escape(formatter(values, exception))}{Environment.NewLine}{ControlCharacters.Escape(exception.ToString(), keepLayout: true)}");
    }
}
