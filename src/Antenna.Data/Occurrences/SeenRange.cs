namespace Antenna.Data.Occurrences;

/// <summary>When occurrences that are asked for can have been seen first; a bound that is null does not bound.</summary>
/// <param name="From">That moment or later.</param>
/// <param name="To">That moment or earlier.</param>
internal readonly record struct SeenRange(DateTime? From, DateTime? To)
{
    public static SeenRange Never { get; } = new(DateTime.MaxValue, DateTime.MinValue);

    /// <summary>What both allow.</summary>
    public SeenRange And(SeenRange other) => new(
        From is { } from && other.From is { } otherFrom ? (from > otherFrom ? from : otherFrom) : From ?? other.From,
        To is { } to && other.To is { } otherTo ? (to < otherTo ? to : otherTo) : To ?? other.To);

    /// <summary>From the beginning of one day to the end of another.</summary>
    public static SeenRange Of(DateOnly? from, DateOnly? to) => new(
        from?.ToDateTime(TimeOnly.MinValue),

        // The database counts microseconds.
        to is { } last && last < DateOnly.MaxValue ? last.AddDays(1).ToDateTime(TimeOnly.MinValue).AddMicroseconds(-1) : null);
}
