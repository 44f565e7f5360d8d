using System.Globalization;
using System.Text.RegularExpressions;

namespace Antenna.Data.Import;

/// <summary>What a text says of a point in time.</summary>
internal enum TimestampReading
{
    /// <summary>A time.</summary>
    Known,

    /// <summary>That there is none: <c>NaT</c>, or zeros only, as a camera without a clock writes them.</summary>
    Unknown,

    /// <summary>Nothing that is understood.</summary>
    Unreadable,
}

/// <summary>
/// Reads points in time as published files write them: ISO 8601 with any number of fractional digits and any form of zone,
/// with a space for the T, without separators, or as EXIF writes them.
/// </summary>
internal static partial class ImportTimestamp
{
    /// <summary>For messages.</summary>
    public const string Expected = "a time such as 2022-09-16T22:19:59";

    /// <summary>A clock of zones further from UTC than this is none.</summary>
    private const int LargestOffsetMinutes = 14 * 60;

    /// <summary>The database keeps microseconds.</summary>
    private const int DigitsKept = 6;

    private static readonly string[] None = ["NaT", "NaN", "NA", "N/A", "null", "none", "unknown"];

    /// <summary>
    /// A point in time, UTC; a text without a zone is taken as UTC. To the microsecond, which is what the database keeps:
    /// a result that is imported again must be found again.
    /// </summary>
    public static TimestampReading ReadUtc(string text, out DateTime utc)
    {
        var reading = Read(text, out var clock, out var offset);
        utc = default;
        if (reading is not TimestampReading.Known)
            return reading;

        var ticks = clock.Ticks - offset.Ticks;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
            return TimestampReading.Unreadable;
        utc = new(ticks, DateTimeKind.Utc);
        return TimestampReading.Known;
    }

    /// <summary>
    /// The clock of a camera, which knows no zone: the date and time as they are written, whatever zone is written behind
    /// them.
    /// </summary>
    public static TimestampReading ReadWallClock(string text, out DateTime clock) => Read(text, out clock, out _);

    private static TimestampReading Read(string text, out DateTime clock, out TimeSpan offset)
    {
        (clock, offset) = (default, default);
        if (IsNone(text))
            return TimestampReading.Unknown;
        if (Pattern().Match(text) is not { Success: true } match)
            return TimestampReading.Unreadable;

        var hour = Number(match, "hour");
        var isMidnight = hour == 24 && Number(match, "minute") == 0 && Number(match, "second") == 0;
        var written = string.Create(
            CultureInfo.InvariantCulture,
            $"{match.Groups["year"].Value}-{match.Groups["month"].Value}-{match.Groups["day"].Value} {(isMidnight ? 0 : hour):00}:{Number(match, "minute"):00}:{Number(match, "second"):00}");
        if (!DateTime.TryParseExact(written, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out clock)
            || !TryReadOffset(match, out offset)
            || (isMidnight && clock.Date == DateTime.MaxValue.Date))
            return TimestampReading.Unreadable;
        clock = clock.AddDays(isMidnight ? 1 : 0).AddMicroseconds(Microseconds(match.Groups["fraction"].ValueSpan));
        return TimestampReading.Known;
    }

    /// <summary>Whether a text only says that there is no time; EXIF writes that as blanks between colons, too.</summary>
    private static bool IsNone(string text) =>
        None.Contains(text, StringComparer.OrdinalIgnoreCase)
        || text.All(character => character is '0' or 'T' or 'Z' || (char.IsAscii(character) && !char.IsAsciiLetterOrDigit(character)));

    private static int Number(Match match, string group) =>
        match.Groups[group] is { Success: true } found ? int.Parse(found.ValueSpan, CultureInfo.InvariantCulture) : 0;

    private static int Microseconds(ReadOnlySpan<char> digits)
    {
        var kept = digits[..Math.Min(digits.Length, DigitsKept)];
        var value = kept.IsEmpty ? 0 : int.Parse(kept, CultureInfo.InvariantCulture);
        for (var place = kept.Length; place < DigitsKept; place++)
            value *= 10;
        return value;
    }

    private static bool TryReadOffset(Match match, out TimeSpan offset)
    {
        var minutes = (Number(match, "zoneHour") * 60) + Number(match, "zoneMinute");
        offset = TimeSpan.FromMinutes(match.Groups["sign"].ValueSpan is "-" or "\u2212" ? -minutes : minutes);
        return minutes <= LargestOffsetMinutes && Number(match, "zoneMinute") < 60;
    }

    [GeneratedRegex(
        """
        ^\s*(?<year>[0-9]{4}) (?<separator>[-:/.]?) (?<month>[0-9]{2}) \k<separator> (?<day>[0-9]{2})
        ( ([Tt_]|\s+) (?<hour>[0-9]{2}) ( :?(?<minute>[0-9]{2}) ( :?(?<second>[0-9]{2}) ([.,](?<fraction>[0-9]+))? )? )?
          \s* ( [Zz] | UTC | GMT | (UTC|GMT)?(?<sign>[-+\u2212])(?<zoneHour>[0-9]{2})(:?(?<zoneMinute>[0-9]{2}))?(:?[0-9]{2})? )?
          \s* ( \[ [^\]]{1,60} \] )? )?\s*$
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
