using System.Globalization;
using Antenna.Dashboard.Components.Look;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>The one scale of all bars of a table, from 0 to a round number that none of them exceeds.</summary>
/// <param name="Most">What a full bar stands for; above 0, at most 1.</param>
internal readonly record struct BarScale(double Most)
{
    private static readonly double[] Steps = [1, 2, 5, 10];

    /// <summary>The smallest of 1, 0.5, 0.2, 0.1, 0.05 and so on that holds these scores.</summary>
    public static BarScale Of(IEnumerable<double> scores)
    {
        var largest = scores.DefaultIfEmpty(0).Max();
        if (largest is <= 0 or > 0.5)
            return new(1);
        var decade = Math.Pow(10, Math.Floor(Math.Log10(largest)));
        return new(Steps.Select(step => Math.Round(step * decade, 15)).First(most => most >= largest));
    }

    public string MostText => Most < 0.0001 ? Figures.Score(Most) : Most.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>The part of a full bar that a score is.</summary>
    public double Share(double score) => score / Most;
}
