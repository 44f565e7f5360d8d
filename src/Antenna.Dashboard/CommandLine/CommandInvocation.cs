using System.CommandLine;
using Antenna.Dashboard.Hosting;

namespace Antenna.Dashboard.CommandLine;

/// <summary>
/// What a command runs in: where it writes, and the settings that it is given over those of files and environment. By
/// default that is the console of this process.
/// </summary>
internal sealed class CommandInvocation : InvocationConfiguration
{
    public CommandInvocation()
    {
        // Errors and signals are ours: the library's own handling would end the process while a run is being put away.
        EnableDefaultExceptionHandler = false;
        ProcessTerminationTimeout = null;
    }

    /// <summary>Whether the output goes to a file or a pipe, not to a terminal.</summary>
    public bool IsOutputRedirected { get; init; } = Console.IsOutputRedirected;

    /// <summary>Whether the standard error goes to a file or a pipe, not to a terminal.</summary>
    public bool IsErrorRedirected { get; init; } = Console.IsErrorRedirected;

    /// <summary>Adds to a log the place that it is written to.</summary>
    public Action<ILoggingBuilder> AddLog { get; init; } =
        logging => logging.AddVisibleConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);

    /// <summary>As <c>--Section:Key=value</c>.</summary>
    public string[] Settings { get; set; } = [];

    /// <summary>The invocation of the command that was parsed.</summary>
    public static CommandInvocation Of(ParseResult parsed) => (CommandInvocation)parsed.InvocationConfiguration;
}
