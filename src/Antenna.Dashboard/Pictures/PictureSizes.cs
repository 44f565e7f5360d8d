namespace Antenna.Dashboard.Pictures;

/// <summary>The sizes that pictures are made in: few, so that few are made and kept of each.</summary>
internal static class PictureSizes
{
    private static readonly int[] Steps = [64, 128, 256, 512, 1024, 2048];

    public static int Largest => Steps[^1];

    /// <summary>The smallest that is not smaller than what is wanted, px; the largest where more is wanted, or nothing said.</summary>
    public static int Fitting(int? wanted) => wanted is { } size ? Steps.FirstOrDefault(step => step >= size, Largest) : Largest;
}
