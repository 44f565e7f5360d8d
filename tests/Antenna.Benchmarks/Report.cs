using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Antenna.Benchmarks;

/// <summary>
/// Prints what a benchmark measured: comment lines that begin with <c>#</c>, and one line a figure as
/// <c>name value unit</c>, the value being the median of its samples.
/// </summary>
internal static class Report
{
    /// <summary>What was measured, on what, and by which command: a figure means nothing without them.</summary>
    public static void Header(string benchmark, string what)
    {
        Console.WriteLine($"# {benchmark}: {what}");
        Note($"command: dotnet run -c Release --project tests/Antenna.Benchmarks -- {string.Join(' ', Environment.GetCommandLineArgs().Skip(1))}");
        Console.WriteLine(
            $"# machine: {Processor()}, {Environment.ProcessorCount} cores, Vector<T> of {Vector<byte>.Count * 8} bits, "
            + $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, load {Load()}");
    }

    /// <summary>Something else that a figure means nothing without.</summary>
    public static void Note(string note) => Console.WriteLine($"# {note}");

    /// <summary>One figure and, as a comment, how much its samples differ.</summary>
    public static void Figure(string name, IReadOnlyList<double> samples, string unit)
    {
        var mean = samples.Average();
        var variance = samples.Count > 1 ? samples.Sum(sample => (sample - mean) * (sample - mean)) / (samples.Count - 1) : 0;
        Console.WriteLine(Invariant($"{name} {Median(samples):G4} {unit}"));
        Console.WriteLine(Invariant(
            $"#   n={samples.Count}, variance={variance:G3}, from {samples.Min():G4} to {samples.Max():G4} {unit}"));
    }

    private static double Median(IReadOnlyList<double> samples)
    {
        var sorted = samples.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private static string Processor()
    {
        const string linux = "/proc/cpuinfo";
        var name = File.Exists(linux)
            ? File.ReadLines(linux).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return name?.Split(':', 2)[^1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    /// <summary>How many programs wanted a core in the last minute: above the number of cores, figures say little.</summary>
    private static string Load()
    {
        const string linux = "/proc/loadavg";
        return File.Exists(linux) ? File.ReadAllText(linux).Split(' ')[0] : "unknown";
    }

    private static string Invariant(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);
}
