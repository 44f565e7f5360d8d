using Antenna.Data.Import;
using Xunit;

namespace Antenna.Data.Tests.Import;

public sealed class ImportTimestampTests
{
    [Theory]
    [InlineData("2024-06-01T22:00:30")]
    [InlineData("2024-06-01 22:00:30")]
    [InlineData("2024-06-01t22:00:30z")]
    [InlineData("2024-06-01T22:00:30.000000000")]
    [InlineData("2024-06-01T22:00:30,0")]
    [InlineData("20240601T220030Z")]
    [InlineData("20240601 220030")]
    [InlineData("2024/06/01 22:00:30")]
    [InlineData("2024:06:01 22:00:30")]
    [InlineData("2024:06:01 22:00:30.000")]
    [InlineData("2024-06-01T22:00:30 UTC")]
    [InlineData("2024-06-01T22:00:30+00:00[UTC]")]
    [InlineData("2024:06:01 22:00:30+00:00")]
    public void Every_form_of_a_time_is_read_as_that_time(string text)
    {
        Assert.Equal(TimestampReading.Known, ImportTimestamp.ReadUtc(text, out var utc));
        Assert.Equal((new(2024, 6, 1, 22, 0, 30, DateTimeKind.Utc), DateTimeKind.Utc), (utc, utc.Kind));
        Assert.Equal(TimestampReading.Known, ImportTimestamp.ReadWallClock(text, out var clock));
        Assert.Equal(new(2024, 6, 1, 22, 0, 30, DateTimeKind.Unspecified), clock);
    }

    [Theory]
    [InlineData("2024-06-01T22:00:00+02", "2024-06-01T20:00:00")]
    [InlineData("2024-06-01T22:00:00+0200", "2024-06-01T20:00:00")]
    [InlineData("2024-06-01T22:00:00 -03:30", "2024-06-02T01:30:00")]
    [InlineData("2024:06:01 22:00:00.5+02:00", "2024-06-01T20:00:00.5")]
    [InlineData("2024-06-01T22:00:00.1234567891", "2024-06-01T22:00:00.123456")]
    [InlineData("2024-06-01T24:00:00", "2024-06-02T00:00:00")]
    [InlineData("2024-06-01T22:15", "2024-06-01T22:15:00")]
    [InlineData("2024-06-01T22", "2024-06-01T22:00:00")]
    [InlineData("2024-06-01", "2024-06-01T00:00:00")]
    public void Zones_fractions_and_missing_parts_count_as_they_are_written(string text, string utc)
    {
        Assert.Equal(TimestampReading.Known, ImportTimestamp.ReadUtc(text, out var read));
        Assert.Equal(utc, read.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF", null));
    }

    [Theory]
    [InlineData("NaT")]
    [InlineData("0000:00:00 00:00:00")]
    [InlineData("0000-00-00T00:00:00Z")]
    [InlineData("0000-00-00")]
    [InlineData("    :  :     :  :  ")]
    [InlineData("0")]
    [InlineData("N/A")]
    public void A_text_for_no_time_is_unknown(string text) =>
        Assert.Equal(TimestampReading.Unknown, ImportTimestamp.ReadWallClock(text, out _));

    [Theory]
    [InlineData("soon")]
    [InlineData("2024-13-01")]
    [InlineData("2024-02-30")]
    [InlineData("2024-06-01T25:00:00")]
    [InlineData("2024-06-01T22:61:00")]
    [InlineData("2024-06/01")]
    [InlineData("1717279200")]
    [InlineData("2024-06-01T22:00:00+99:00")]
    [InlineData("06/01/2024")]
    public void What_is_no_time_is_unreadable(string text) =>
        Assert.Equal(TimestampReading.Unreadable, ImportTimestamp.ReadWallClock(text, out _));
}
