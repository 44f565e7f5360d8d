using System.Globalization;

namespace Antenna.Data.Paging;

/// <summary>How a cursor carries the values that an order compares: as text that means the same value on every machine.</summary>
internal static class CursorValue
{
    private const string TimeFormat = "O";

    /// <summary>The text of a value that a row does not have.</summary>
    public const string Absent = "";

    public static string Of(long id) => id.ToString(CultureInfo.InvariantCulture);

    public static string Of(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    public static string Of(DateTime? time) => time?.ToString(TimeFormat, CultureInfo.InvariantCulture) ?? Absent;

    public static bool IsId(string text) => ReadId(text) is not null;

    /// <summary>The id that a text is; null where it is none.</summary>
    public static long? ReadId(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    public static double? ReadNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The local time of a camera that a text is; null where it is none.</summary>
    public static DateTime? ReadTime(string text) =>
        DateTime.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
            ? DateTime.SpecifyKind(time, DateTimeKind.Unspecified)
            : null;
}
