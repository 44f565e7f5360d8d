using System.Globalization;

namespace Antenna.Dashboard.Components.Addresses;

/// <summary>
/// Reads the values of an address, which anybody can write by hand: what is no such value is ignored, as if it were not
/// there, and never an error.
/// </summary>
internal static class AddressValue
{
    /// <summary>The years in which a photograph can have been taken, with room for clocks that are wrong.</summary>
    private const int FirstYear = 1800;

    private const int LastYear = 2999;

    public static long? Id(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    public static int? Count(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    public static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    public static DateOnly? Date(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        && date.Year is >= FirstYear and <= LastYear
            ? date
            : null;

    /// <summary>Text to look for; PostgreSQL knows no text with a character of code 0.</summary>
    public static string? Text(string? text) => string.IsNullOrWhiteSpace(text) || text.Contains('\0', StringComparison.Ordinal) ? null : text;
}
