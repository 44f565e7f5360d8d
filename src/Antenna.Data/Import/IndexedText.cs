using System.Globalization;
using System.Text;

namespace Antenna.Data.Import;

/// <summary>
/// Names, keys and paths: texts that things are found by. An index of PostgreSQL takes no more than 2,704 bytes a row, and
/// what nears that is no name but a file gone wrong.
/// </summary>
internal static class IndexedText
{
    public const int LargestBytes = 2_000;

    /// <summary>The problem of a text that is not looked at any further.</summary>
    public static readonly string FarTooLong = string.Create(
        CultureInfo.InvariantCulture, $"is far longer than a name, key or path can be; expected at most {LargestBytes:N0} bytes.");

    /// <summary>What is wrong with a text that things are to be found by; null where nothing is.</summary>
    public static string? ProblemOf(string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        return bytes <= LargestBytes
            ? ControlCharacters.ProblemOf(text)
            : string.Create(CultureInfo.InvariantCulture, $"is {bytes:N0} bytes long; expected a name, key or path of at most {LargestBytes:N0}.");
    }

    /// <summary>Refuses a request that names something so.</summary>
    /// <param name="what">What is named: <c>The project's name</c>.</param>
    /// <exception cref="ImportRefusedException">The name is too long.</exception>
    public static void Check(string text, string what)
    {
        if (ProblemOf(text) is { } problem)
            throw new ImportRefusedException($"{what} {problem}");
    }
}
