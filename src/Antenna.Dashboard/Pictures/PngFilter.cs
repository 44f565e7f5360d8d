using System.Numerics;

namespace Antenna.Dashboard.Pictures;

/// <summary>Undoes the filters that make the rows of a PNG compress well (PNG specification, 9.2).</summary>
internal static class PngFilter
{
    /// <summary>Makes the bytes of a row what they were before they were filtered.</summary>
    /// <param name="filter">The byte before the row.</param>
    /// <param name="above">The row above it, unfiltered; zeros above the first.</param>
    /// <param name="step">bytes from a sample to the same one of the next pixel.</param>
    /// <returns>False where there is no such filter.</returns>
    public static bool Undo(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        switch (filter)
        {
            case 0:
                return true;
            case 1:
                for (var i = step; i < row.Length; i++)
                    row[i] += row[i - step];
                return true;
            case 2:
                UndoUp(row, above);
                return true;
            case 3:
                for (var i = 0; i < row.Length; i++)
                    row[i] += (byte)(((i < step ? 0 : row[i - step]) + above[i]) / 2);
                return true;
            case 4:
                UndoPaeth(row, above, step);
                return true;
            default:
                return false;
        }
    }

    private static void UndoUp(Span<byte> row, ReadOnlySpan<byte> above)
    {
        var i = 0;
        for (; i <= row.Length - Vector<byte>.Count; i += Vector<byte>.Count)
            (new Vector<byte>(row[i..]) + new Vector<byte>(above[i..])).CopyTo(row[i..]);
        for (; i < row.Length; i++)
            row[i] += above[i];
    }

    /// <summary>Whichever of left, above and above left is nearest to left + above − above left, in that order.</summary>
    private static void UndoPaeth(Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        for (var i = 0; i < Math.Min(step, row.Length); i++)
            row[i] += above[i];
        for (var i = step; i < row.Length; i++)
        {
            int left = row[i - step], up = above[i], corner = above[i - step];
            var toLeft = Math.Abs(up - corner);
            var toUp = Math.Abs(left - corner);
            var toCorner = Math.Abs(left + up - (2 * corner));
            row[i] += (byte)(toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner);
        }
    }
}
