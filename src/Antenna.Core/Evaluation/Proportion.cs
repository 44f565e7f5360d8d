using MathNet.Numerics.Distributions;

namespace Antenna.Core.Evaluation;

/// <summary>A range that a share lies in, with a confidence.</summary>
/// <param name="Low">From 0.</param>
/// <param name="High">To 1.</param>
public readonly record struct Interval(double Low, double High);

/// <summary>A count out of another, with how sure the share of it is.</summary>
/// <param name="Count">From 0 to <paramref name="Of"/>.</param>
public readonly record struct Proportion(long Count, long Of)
{
    /// <summary>The confidence of <see cref="Wilson"/>.</summary>
    public const double Confidence = 0.95;

    /// <summary>The two-sided quantile of the standard normal distribution: 1.96 at 0.95.</summary>
    private static readonly double Quantile = Normal.InvCDF(0, 1, 1 - ((1 - Confidence) / 2));

    /// <summary>The share; 0 of nothing.</summary>
    public double Share => Of == 0 ? 0 : (double)Count / Of;

    /// <summary>
    /// The score interval of Wilson (1927) at 95 %. It is sound for small numbers, too, and never leaves 0 to 1: of 0 it begins
    /// at 0, of all it ends at 1, and of nothing it is everything.
    /// </summary>
    public Interval Wilson()
    {
        if (Of == 0)
            return new(0, 1);
        var (n, z2) = ((double)Of, Quantile * Quantile);
        var middle = (Share + (z2 / (2 * n))) / (1 + (z2 / n));
        var half = Quantile / (1 + (z2 / n)) * Math.Sqrt((Share * (1 - Share) / n) + (z2 / (4 * n * n)));
        return new(Count == 0 ? 0 : Math.Max(0, middle - half), Count == Of ? 1 : Math.Min(1, middle + half));
    }
}
