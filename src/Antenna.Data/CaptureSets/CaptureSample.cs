namespace Antenna.Data.CaptureSets;

/// <summary>The kinds of samples.</summary>
public enum CaptureSampleKind
{
    All,

    /// <summary>One of every so many, by time.</summary>
    EveryNth,

    /// <summary>So many at random: the same ones again with the same seed.</summary>
    AtRandom,
}

/// <summary>Which of the captures that a filter finds a set is made of.</summary>
/// <param name="Number">Of <see cref="CaptureSampleKind.EveryNth"/> the step, of <see cref="CaptureSampleKind.AtRandom"/> how many; 1 or more.</param>
/// <param name="Seed">Decides which ones are drawn at random.</param>
public sealed record CaptureSample(CaptureSampleKind Kind, int Number, int Seed = 0)
{
    public static CaptureSample All { get; } = new(CaptureSampleKind.All, 1);

    /// <summary>Whether there is such a sample.</summary>
    public bool IsValid => Kind is CaptureSampleKind.All || Number >= 1;

    /// <summary>How many captures it takes of so many.</summary>
    public long CountOf(long captures) => Kind switch
    {
        _ when !IsValid => 0,
        CaptureSampleKind.EveryNth => (captures + Number - 1) / Number,
        CaptureSampleKind.AtRandom => Math.Min(Number, captures),
        _ => captures,
    };

    /// <summary>A query of the <c>capture_id</c>s that it takes of those of another one.</summary>
    /// <param name="value">Makes a parameter of a value.</param>
    internal string Of(string captures, Func<object, string> value) => Kind switch
    {
        CaptureSampleKind.EveryNth =>
            $"""
            select capture_id
            from (
                select found.capture_id, row_number() over (order by capture.captured_at nulls last, capture.id) as place
                from ({captures}) found join captures capture on capture.id = found.capture_id) placed
            where (place - 1) % {value(Number)} = 0
            """,
        CaptureSampleKind.AtRandom => $"select capture_id from ({captures}) found order by hashint8extended(capture_id, {value((long)Seed)}), capture_id limit {value(Number)}",
        _ => captures,
    };
}
