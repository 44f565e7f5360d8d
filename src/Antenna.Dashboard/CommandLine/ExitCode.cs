namespace Antenna.Dashboard.CommandLine;

/// <summary>The exit codes of commands.</summary>
internal static class ExitCode
{
    /// <summary>Done, also where there was nothing to do.</summary>
    public const int Done = 0;

    /// <summary>Refused or failed: the request cannot be done, or the run that did it failed.</summary>
    public const int Failed = 1;

    /// <summary>The command itself was not understood.</summary>
    public const int Usage = 2;

    /// <summary>There is no usable database, or a setting makes no sense.</summary>
    public const int NoDatabase = 3;

    /// <summary>Stopped by Ctrl-C, as shells have it: 128 and the number of the signal.</summary>
    public const int Interrupted = 130;

    /// <summary>Stopped by a termination signal.</summary>
    public const int Terminated = 143;
}
