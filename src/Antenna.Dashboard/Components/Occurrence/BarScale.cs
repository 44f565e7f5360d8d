using System.Globalization;
using Antenna.Dashboard.Components.Look;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>The one scale of all bars of a table.</summary>
/// <param name="Most">What a full bar stands for; above 0, at most 1.</param>
/// <param name="Least">What no bar stands for on a logarithmic scale; 0 for one that begins there, and is linear.</param>
public readonly record struct BarScale(double Most, double Least = 0)
{
    private static readonly double[] Steps = [1, 2, 5, 10];

    /// <summary>Under this no score is told from another: a scale down to the smallest double would show nothing else.</summary>
    private const double Smallest = 1e-12;

    /// <summary>From 0 to the smallest of 1, 0.5, 0.2, 0.1, 0.05 and so on that holds these scores.</summary>
    public static BarScale Of(IEnumerable<double> scores)
    {
        var largest = scores.DefaultIfEmpty(0).Max();
        if (largest is <= 0 or > 0.5)
            return new(1);
        var decade = DecadeOf(largest);
        return new(Steps.Select(step => Math.Round(step * decade, 15)).First(most => most >= largest));
    }

    /// <summary>From the decade of the smallest score, to the next above the largest.</summary>
    public static BarScale LogarithmicOf(IEnumerable<double> scores)
    {
        var possible = scores.Where(score => score > 0).Select(score => Math.Max(score, Smallest)).ToList();
        if (possible.Count == 0)
            return new(1, 0.1);
        var (least, most) = (DecadeOf(possible.Min()), DecadeOf(possible.Max()));
        return new(possible.Max() > most ? most * 10 : most, possible.Min() > least ? least : least / 10);
    }

    public string MostText => TextOf(Most);

    public string LeastText => TextOf(Least);

    /// <summary>The part of a full bar that a score is.</summary>
    public double Share(double score) => Least > 0
        ? score <= Least ? 0 : Math.Log(score / Least) / Math.Log(Most / Least)
        : score / Most;

    private static double DecadeOf(double score) => Math.Pow(10, Math.Floor(Math.Log10(score)));

    private static string TextOf(double score) => score < 0.0001 && score > 0 ? Figures.Score(score) : score.ToString("0.####", CultureInfo.InvariantCulture);
}
