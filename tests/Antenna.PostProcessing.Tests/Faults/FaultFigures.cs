using System.Globalization;
using Xunit;

namespace Antenna.PostProcessing.Tests.Faults;

/// <summary>
/// How much a test of faults does, and what it did as figures: one line a test, to the output of the test and to the file that
/// <c>tests/faults</c> names.
/// </summary>
internal static class FaultFigures
{
    private const string RoundsVariable = "ANTENNA_TEST_ROUNDS";
    private const string FileVariable = "ANTENNA_TEST_FIGURES";

    private static readonly Lock Gate = new();

    /// <summary>How often a test does what it does; more takes longer and proves more.</summary>
    /// <param name="few">In the short form.</param>
    public static int Rounds(int few) =>
        Environment.GetEnvironmentVariable(RoundsVariable) is { Length: > 0 } rounds ? int.Parse(rounds, CultureInfo.InvariantCulture) : few;

    /// <summary>A source of chance whose seed is told, so that what failed can be looked for again.</summary>
    public static Random NewRandom()
    {
        var seed = Environment.GetEnvironmentVariable("ANTENNA_TEST_SEED") is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"Chance follows from ANTENNA_TEST_SEED={seed}.");
        return new(seed);
    }

    /// <summary>Tells what was done.</summary>
    public static void Tell(string what)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(what);
        if (Environment.GetEnvironmentVariable(FileVariable) is not { Length: > 0 } file)
            return;
        lock (Gate)
            File.AppendAllText(file, what + "\n");
    }
}
