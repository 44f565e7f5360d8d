using System.Globalization;

namespace Antenna.Benchmarks;

/// <summary>Which fixtures to run, how large, and how often.</summary>
/// <param name="Profile">Whether to print what the statements of the last run cost.</param>
internal sealed record RunOptions(IReadOnlyList<RunFixture> Fixtures, int Repetitions, bool Profile)
{
    public const string Usage = "run [wide] [regional] [rows=N] [repetitions=N] [profile]";

    private const int UsualRepetitions = 5;

    /// <summary>Reads, for example, <c>regional rows=500000</c>; both fixtures where none is named.</summary>
    /// <exception cref="FormatException">One of them is no option.</exception>
    public static RunOptions Parse(IReadOnlyList<string> options)
    {
        var named = new List<RunFixture>();
        int? rows = null;
        var repetitions = UsualRepetitions;
        var profile = false;
        foreach (var option in options)
        {
            if (RunFixture.All.FirstOrDefault(fixture => fixture.Name == option) is { } fixture)
                named.Add(fixture);
            else if (Number(option, "rows=") is { } count)
                rows = count;
            else if (Number(option, "repetitions=") is { } times)
                repetitions = times;
            else if (option == "profile")
                profile = true;
            else
                throw new FormatException($"'{option}' is no option; expected {Usage}.");
        }

        var fixtures = named.Count > 0 ? named : RunFixture.All;
        return new([.. fixtures.Select(fixture => fixture with { Rows = rows ?? fixture.Rows })], repetitions, profile);
    }

    private static int? Number(string option, string name) =>
        option.StartsWith(name, StringComparison.Ordinal)
        && int.TryParse(option.AsSpan(name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : null;
}
