using Antenna.Data.Runs;

namespace Antenna.Testing.Scenarios;

/// <summary>Counters of a mask, as tests expect them.</summary>
public static class MaskCounts
{
    public static OutcomeCounts Of(
        long masked = 0,
        long restored = 0,
        long unchanged = 0,
        long held = 0,
        long skippedNoLogits = 0,
        long skippedWrongLength = 0,
        long skippedNotANumber = 0,
        long skippedInfinite = 0,
        long skippedNotFinite = 0,
        long skippedOutOfScope = 0)
    {
        var counts = new OutcomeCounts();
        counts.Add("masked", masked);
        counts.Add("restored", restored);
        counts.Add("unchanged", unchanged);
        counts.Add("held", held);
        counts.Add("no-logits", skippedNoLogits);
        counts.Add("wrong-length", skippedWrongLength);
        counts.Add("not-a-number", skippedNotANumber);
        counts.Add("infinite", skippedInfinite);
        counts.Add("not-finite", skippedNotFinite);
        counts.Add("out-of-scope", skippedOutOfScope);
        return counts;
    }
}
