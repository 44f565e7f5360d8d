using Antenna.PostProcessing.SizeFilter;

namespace Antenna.Dashboard.Components.SizeFilter;

/// <summary>The detections of a range of sizes, divided by a threshold.</summary>
/// <param name="From">The smallest size; null where the range begins at 0.</param>
/// <param name="To">The size at which the next range begins; null where there is none.</param>
/// <param name="Under">Those under the threshold.</param>
/// <param name="Others">Those that reach it.</param>
internal sealed record SizeRange(double? From, double? To, long Under, long Others)
{
    /// <summary>Its name on the axis: where it begins.</summary>
    public string Label => From is { } from ? SizeTexts.Exact(from) : "less";

    public string Text => (From, To) switch
    {
        (null, { } to) => $"under {SizeTexts.Exact(to)}",
        ({ } from, null) => $"{SizeTexts.Exact(from)} or more",
        var (from, to) => $"{SizeTexts.Exact(from!.Value)} to under {SizeTexts.Exact(to!.Value)}",
    };

    /// <summary>The ranges from the first to the last that has any, or has the threshold in it.</summary>
    /// <param name="threshold">Null for none.</param>
    /// <param name="under">How many are under the threshold.</param>
    public static IReadOnlyList<SizeRange> Of(SizeDistribution distribution, double? threshold, long under)
    {
        var edges = SizePreviews.Edges;
        var ranges = new List<SizeRange>();
        var below = 0L;
        foreach (var (index, count) in distribution.Buckets.Index())
        {
            double? from = index == 0 ? null : edges[index - 1];
            double? to = index == edges.Count ? null : edges[index];

            // The range that has the threshold in it has what is under it beyond the ranges before.
            var small = threshold is not { } limit || (from is { } least && least >= limit) ? 0
                : to <= limit ? count
                : Math.Clamp(under - below, 0, count);
            ranges.Add(new(from, to, small, count - small));
            below += count;
        }

        var shown = ranges.Where(range => range.Under + range.Others > 0 || range.Has(threshold)).ToList();
        return shown is [var first, ..] ? ranges[ranges.IndexOf(first)..(ranges.IndexOf(shown[^1]) + 1)] : [];
    }

    private bool Has(double? threshold) => threshold is { } limit && (From ?? 0) < limit && (To ?? double.PositiveInfinity) >= limit;
}
