using System.Text.Json;
using Xunit;

namespace Antenna.Dashboard.Tests.CommandLine;

/// <summary>How a command ended, and what it wrote.</summary>
public sealed record Answer(int ExitCode, string Output, string Error)
{
    /// <summary>Its standard output, of a command that did what it was asked for.</summary>
    public string Done()
    {
        Assert.True(ExitCode == 0, $"Exit code {ExitCode}.\n{Error}{Output}");
        return Output;
    }

    /// <summary>Its standard output as the JSON that it is.</summary>
    public JsonElement Json() => JsonElement.Parse(Done());

    /// <summary>Its standard error line by line, of a command that refused and answered nothing.</summary>
    public IReadOnlyList<string> Refused(int exitCode = 1)
    {
        Assert.True(exitCode == ExitCode, $"Exit code {ExitCode}, not {exitCode}.\n{Error}{Output}");
        Assert.Empty(Output);
        return Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
