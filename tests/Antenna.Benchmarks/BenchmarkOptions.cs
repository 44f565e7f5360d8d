using System.Globalization;

namespace Antenna.Benchmarks;

/// <summary>Reads options such as <c>rows=500</c>.</summary>
internal static class BenchmarkOptions
{
    /// <summary>The numbers by their names, each as given or as usual.</summary>
    /// <exception cref="FormatException">One of the options is none of these.</exception>
    public static IReadOnlyDictionary<string, int> Read(IEnumerable<string> options, string usage, params (string Name, int Usual)[] known)
    {
        var numbers = known.ToDictionary(each => each.Name, each => each.Usual);
        foreach (var option in options)
        {
            if (option.Split('=') is not [var name, var text] || !numbers.ContainsKey(name)
                || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
            {
                throw new FormatException($"'{option}' is no option; expected {usage}.");
            }

            numbers[name] = number;
        }

        return numbers;
    }
}
