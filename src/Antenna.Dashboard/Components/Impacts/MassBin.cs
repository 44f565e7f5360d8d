using System.Globalization;
using Antenna.PostProcessing.Masking.Impacts;

namespace Antenna.Dashboard.Components.Impacts;

/// <summary>Predictions of which a range of the belief is off the list, divided by the threshold.</summary>
/// <param name="From">More than this is off the list, in hundredths; the first range has those of 0, too.</param>
/// <param name="To">At most this is, in hundredths.</param>
/// <param name="Held">Those that would be held.</param>
/// <param name="Others">Those that would not.</param>
internal sealed record MassBin(int From, int To, long Held, long Others)
{
    private const int Bins = 20;

    private const int StepsInHundredth = KeptMasses.Resolution / 100;

    /// <summary>Its name on the axis: where it ends.</summary>
    public string Label => string.Create(CultureInfo.InvariantCulture, $"{To} %");

    public string Text => From == 0 ? $"up to {To} %" : $"over {From} % to {To} %";

    /// <summary>Every prediction for which the mask has an answer.</summary>
    public static ImpactFilter All { get; } = new(ImpactFigure.KeptMass, 0, KeptMasses.Resolution + 1);

    /// <summary>Those of the range that would be held, by the step of the threshold.</summary>
    public ImpactFilter HeldOf(int threshold) => new(ImpactFigure.KeptMass, First, Math.Min(End, threshold));

    /// <summary>Those of the range that would not.</summary>
    public ImpactFilter OthersOf(int threshold) => new(ImpactFigure.KeptMass, Math.Max(First, threshold), End);

    private int First => KeptMasses.Resolution - (To * StepsInHundredth);

    private int End => From == 0 ? KeptMasses.Resolution + 1 : KeptMasses.Resolution - (From * StepsInHundredth);

    /// <summary>What the occurrences of a range of masses have in common.</summary>
    public static string HeadingOf(ImpactFilter filter)
    {
        if (filter == All)
            return "Occurrences for which the mask has an answer";
        var (most, least) = (OffList(filter.From ?? 0), OffList(filter.To ?? KeptMasses.Resolution));
        return least <= 0
            ? string.Create(CultureInfo.InvariantCulture, $"Occurrences of which up to {most:0.#} % of the belief is off the list")
            : string.Create(CultureInfo.InvariantCulture, $"Occurrences of which over {least:0.#} % to {most:0.#} % of the belief is off the list");
    }

    private static double OffList(long step) => (KeptMasses.Resolution - step) / (double)StepsInHundredth;

    /// <summary>All of the ranges, from nothing off the list to everything.</summary>
    /// <param name="threshold">The step of the kept masses under which they are held.</param>
    public static IReadOnlyList<MassBin> Of(KeptMasses masses, int threshold) =>
    [
        .. Enumerable.Range(0, Bins)
            .Select(bin => new MassBin(100 / Bins * bin, 100 / Bins * (bin + 1), 0, 0))
            .Select(empty => empty with { Held = Count(masses, empty.HeldOf(threshold)), Others = Count(masses, empty.OthersOf(threshold)) }),
    ];

    private static long Count(KeptMasses masses, ImpactFilter range)
    {
        var sum = 0L;
        for (var step = (int)range.From!.Value; step < range.To!.Value; step++)
            sum += masses.Steps[step];
        return sum;
    }
}
