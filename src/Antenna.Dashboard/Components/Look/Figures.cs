using System.Globalization;

namespace Antenna.Dashboard.Components.Look;

/// <summary>How numbers, times and shares are written, everywhere.</summary>
internal static class Figures
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>12,345.</summary>
    public static string Count(long number) => number.ToString("N0", Culture);

    /// <summary>A count with the word for it: "1 occurrence", "12,345 occurrences".</summary>
    public static string Count(long number, string one, string many) => $"{Count(number)} {(number == 1 ? one : many)}";

    /// <summary>
    /// A score or a mass to two significant digits, however small it is, or however near to 1: 0.94, 0.0014,
    /// 3.2e-7, 0.9987.
    /// </summary>
    public static string Score(double score) => score switch
    {
        0 => "0",
        >= 1 => "1",
        < 0.0001 => score.ToString("0.0e-0", Culture),
        < 0.095 => score.ToString("0." + new string('0', DigitsBefore(score)) + "0", Culture),
        < 0.995 => score.ToString("0.00", Culture),
        _ => NearOne(score),
    };

    /// <summary>A share as a whole percentage, but never 0 % of something, nor 100 % of not all.</summary>
    public static string Share(double share) => share switch
    {
        0 => "0 %",
        >= 1 => "100 %",
        < 0.01 => "under 1 %",
        > 0.99 => "over 99 %",
        _ => string.Create(Culture, $"{Math.Round(share * 100):0} %"),
    };

    /// <summary>A width for a style sheet.</summary>
    public static string Percent(double share) => string.Create(Culture, $"{Math.Clamp(share, 0, 1) * 100:0.###}%");

    /// <summary>The camera's local time, to the minute.</summary>
    public static string Time(DateTime? time) => time?.ToString("yyyy-MM-dd HH:mm", Culture) ?? "no time";

    /// <summary>The days from one time to another.</summary>
    public static string Dates(DateTime? first, DateTime? last) => (first, last) switch
    {
        ({ } from, { } to) when from.Date == to.Date => from.ToString("yyyy-MM-dd", Culture),
        ({ } from, { } to) => string.Create(Culture, $"{from:yyyy-MM-dd} to {to:yyyy-MM-dd}"),
        _ => "no time",
    };

    /// <summary>A moment that the product recorded, UTC.</summary>
    public static string Moment(DateTime moment) => moment.ToString("yyyy-MM-dd HH:mm 'UTC'", Culture);

    /// <summary>A length of time in its two largest units.</summary>
    public static string Duration(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 1 } => "under 1 s",
        { TotalMinutes: < 1 } => string.Create(Culture, $"{duration.TotalSeconds:0} s"),
        { TotalHours: < 1 } => string.Create(Culture, $"{duration.Minutes} min {duration.Seconds} s"),
        _ => string.Create(Culture, $"{(int)duration.TotalHours} h {duration.Minutes} min"),
    };

    /// <summary>Zeros between the point and the first digit, and one digit more.</summary>
    private static int DigitsBefore(double score) => (int)Math.Ceiling(-Math.Log10(score) - 1e-9);

    private static string NearOne(double score)
    {
        var nines = Math.Min(9, (int)Math.Floor(-Math.Log10(1 - score)) + 1);
        var cut = Math.Floor(score * Math.Pow(10, nines)) / Math.Pow(10, nines);
        return cut.ToString("0." + new string('0', nines), Culture);
    }
}
