using System.Globalization;

namespace Antenna.Data.Import;

/// <summary>Reads points in time as published files write them: ISO 8601, with a space for the T, or as EXIF does.</summary>
internal static class ImportTimestamp
{
    /// <summary>For messages.</summary>
    public const string Expected = "a time such as 2022-09-16T22:19:59";

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mmK",
        "yyyy-MM-dd", "yyyy:MM:dd HH:mm:ss",
    ];

    /// <summary>
    /// A point in time, UTC; a text without a zone is taken as UTC. To the microsecond, which is what the database keeps:
    /// a result that is imported again must be found again.
    /// </summary>
    public static bool TryParseUtc(string text, out DateTime utc)
    {
        var read = TryParse(text, out var time);
        utc = time.UtcDateTime;
        return read;
    }

    /// <summary>
    /// The clock of a camera, which knows no zone: the date and time as they are written, whatever zone is written behind
    /// them.
    /// </summary>
    public static bool TryParseWallClock(string text, out DateTime clock)
    {
        var read = TryParse(text, out var time);
        clock = time.DateTime;
        return read;
    }

    private static bool TryParse(string text, out DateTimeOffset time)
    {
        var read = DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
        time = time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));
        return read;
    }
}
