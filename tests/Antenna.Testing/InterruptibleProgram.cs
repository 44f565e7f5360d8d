using System.Diagnostics;

namespace Antenna.Testing;

/// <summary>
/// Programs that tests interrupt. What a shell starts in the background ignores Ctrl-C, and so do its children, and theirs:
/// they would never hear of it in a suite that was started so.
/// </summary>
public static class InterruptibleProgram
{
    /// <summary>A program to start that hears of Ctrl-C. Its process is the program's, and no shell's.</summary>
    public static ProcessStartInfo Describe(params string[] command) => OperatingSystem.IsLinux()
        ? new("env", ["--default-signal=INT", .. command])
        : new(command[0], command[1..]);
}
