namespace Antenna.Testing;

/// <summary>
/// How long a test waits for what comes at once on any machine that is not overloaded. What is not there by then does not come: a
/// test that fails tells so, rather than holding all others up; how fast the machine is decides none.
/// </summary>
public static class LongestWait
{
    public const int Seconds = 600;

    public static readonly TimeSpan Time = TimeSpan.FromSeconds(Seconds);
}
