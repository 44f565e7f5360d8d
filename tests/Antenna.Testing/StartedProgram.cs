using System.Diagnostics;

namespace Antenna.Testing;

/// <summary>
/// Programs that tests start. What a shell starts in the background ignores Ctrl-C, and so do its children, and theirs: they would
/// never hear of it in a suite that was started so.
/// </summary>
public static class StartedProgram
{
    /// <summary>
    /// A program to start that hears of Ctrl-C, and whose code is compiled once: to find out what is called often, and to compile that
    /// better, takes a third of the processor time of a program that lives for seconds. Its process is the program's, and no shell's.
    /// </summary>
    public static ProcessStartInfo Describe(params string[] command)
    {
        var start = OperatingSystem.IsLinux()
            ? new ProcessStartInfo("env", ["--default-signal=INT", .. command])
            : new(command[0], command[1..]);
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_TC_CallCounting"] = "0";
        return start;
    }
}
