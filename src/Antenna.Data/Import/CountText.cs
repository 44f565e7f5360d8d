using System.Globalization;

namespace Antenna.Data.Import;

/// <summary>Writes counts of things in findings: "1 address", "2,000 addresses".</summary>
internal static class CountText
{
    public static string Of(long count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many)}");

    /// <summary>The beginning of what is so of none of them: "none of its 3 names", "not even its only name".</summary>
    public static string NoneOf(long count, string one) =>
        count == 1 ? $"not even its only {one}" : string.Create(CultureInfo.InvariantCulture, $"none of its {count:N0} {one}s");
}
