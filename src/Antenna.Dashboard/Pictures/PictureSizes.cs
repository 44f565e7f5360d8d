using System.Globalization;

namespace Antenna.Dashboard.Pictures;

/// <summary>The sizes that pictures are made in: few, so that few are made and kept of each.</summary>
internal static class PictureSizes
{
    private static readonly int[] Steps = [64, 128, 256, 512, 1024, 2048];

    /// <summary>What a size is to be, for the message to those who ask for another one.</summary>
    public const string Expected = "a whole number of pixels above 0, or none";

    public static int Largest => Steps[^1];

    /// <summary>Reads the size that an address asks for, px; null where it asks for none.</summary>
    /// <returns>Whether it is one.</returns>
    public static bool TryRead(string? text, out int? size)
    {
        size = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return text is null || size > 0;
    }

    /// <summary>The smallest that is not smaller than what is wanted, px; the largest where more is wanted, or nothing said.</summary>
    public static int Fitting(int? wanted) => wanted is { } size ? Steps.FirstOrDefault(step => step >= size, Largest) : Largest;
}
