using System.CommandLine;

namespace Antenna.Dashboard.CommandLine;

/// <summary>Options that several commands have.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json { get; } = new("--json") { Description = "Answer with JSON, for programs." };

    public static Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = "Write the log to standard error.",
        Recursive = true,
    };
}
