namespace Antenna.Core.Detections;

/// <summary>What the small-size filter says of one detection. The numbers are stored: never renumber.</summary>
public enum SizeVerdict : short
{
    /// <summary>The box covers the fraction, or more: the detection stays as it is.</summary>
    LargeEnough = 0,

    /// <summary>The box covers less: the animal cannot be identified.</summary>
    TooSmall = 1,

    /// <summary>Skipped: there is no box.</summary>
    NoBox = 2,

    /// <summary>Skipped: it is not known how wide and high the capture is.</summary>
    NoDimensions = 3,

    /// <summary>Skipped: the box covers nothing of the capture, or a coordinate is no number.</summary>
    InvalidBox = 4,
}

/// <summary>How much of its capture a detection's box covers.</summary>
public readonly record struct DetectionSize
{
    private readonly SizeVerdict _skipped;

    private DetectionSize(double? fraction, SizeVerdict skipped)
    {
        Fraction = fraction;
        _skipped = skipped;
    }

    /// <summary>The covered part of the capture's area, above 0 and at most 1; null where it cannot be told.</summary>
    public double? Fraction { get; }

    /// <summary>
    /// Measures a box. What of it lies outside of the capture covers nothing of it: detectors do place corners a little
    /// beyond the edge.
    /// </summary>
    /// <param name="box">In px from the capture's top left corner; null where there is none.</param>
    /// <param name="width">Of the capture, in px; null, or not above 0, where it is not known.</param>
    /// <param name="height">As <paramref name="width"/>.</param>
    public static DetectionSize Of((double X1, double Y1, double X2, double Y2)? box, int? width, int? height)
    {
        if (box is not { } corners)
            return new(null, SizeVerdict.NoBox);
        if (width is not > 0 || height is not > 0)
            return new(null, SizeVerdict.NoDimensions);
        var (x1, y1, x2, y2) = corners;
        if (!(double.IsFinite(x1) && double.IsFinite(y1) && double.IsFinite(x2) && double.IsFinite(y2)))
            return new(null, SizeVerdict.InvalidBox);

        // Areas of whole pixels are exact, so a box of just the fraction has just the fraction.
        var fraction = Covered(x1, x2, width.Value) * Covered(y1, y2, height.Value) / ((double)width.Value * height.Value);
        return fraction > 0 ? new(fraction, default) : new(null, SizeVerdict.InvalidBox);
    }

    /// <summary>What the filter says: too small is less than the fraction, never the fraction itself.</summary>
    public SizeVerdict Judge(SizeFilterSettings settings) => Fraction is { } fraction
        ? fraction < settings.Fraction ? SizeVerdict.TooSmall : SizeVerdict.LargeEnough
        : _skipped;

    /// <summary>How many px of a side lie within it.</summary>
    private static double Covered(double from, double to, int length) =>
        Math.Max(0, Math.Min(to, length) - Math.Max(from, 0));
}
