using System.Globalization;

namespace Antenna.Dashboard.Pictures;

/// <summary>The sizes that pictures are made in: few, so that few are made and kept of each.</summary>
internal static class PictureSizes
{
    private static readonly int[] Steps = [64, 128, 256, 512, 1024, 2048];

    public static int Largest => Steps[^1];

    /// <summary>Reads the query parameter of an address.</summary>
    /// <param name="wanted">px; null where the address has none, which asks for the largest.</param>
    /// <param name="size">The smallest step that is not smaller, or the largest where more is wanted.</param>
    /// <returns>False where it is no whole number from 1 on.</returns>
    public static bool TryFit(string? wanted, out int size)
    {
        size = Largest;
        if (wanted is null)
            return true;
        if (!long.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var px) || px == 0)
            return false;
        size = Steps.FirstOrDefault(step => step >= px, Largest);
        return true;
    }
}
