using System.IO.Compression;
using SkiaSharp;

namespace Antenna.Dashboard.Pictures;

/// <summary>
/// Decodes a part of a PNG row by row, at a whole fraction of its size. SkiaSharp decodes PNG as a whole or into one bitmap of
/// all rows that are wanted, so that a large one takes hundreds of megabytes. Here two rows are held at once: those above the
/// part are inflated, because each is filtered by the one before it; those below it are not even read.
/// </summary>
internal static class PngRows
{
    private const int RowsBetweenChecks = 64;

    /// <param name="file">At its beginning.</param>
    /// <param name="region">px of the picture as it is stored.</param>
    /// <param name="scale">The least scale that is of use, up to 1.</param>
    /// <param name="colours">What the file's colours mean; null for the usual.</param>
    /// <returns>Null where the file ends before the part begins, or cannot be decoded.</returns>
    public static DecodedRegion? Decode(Stream file, SKRectI region, float scale, SKColorSpace? colours, CancellationToken cancellationToken)
    {
        if (PngHead.Read(file, out var dataLength) is not { IsInterlaced: false } head)
            return null;
        var part = SKRectI.Intersect(region, SKRectI.Create(head.Width, head.Height));
        if (part.IsEmpty)
            return null;
        using var data = new PngData(file, dataLength);
        using var inflated = new ZLibStream(data, CompressionMode.Decompress);
        using var blocks = new PixelBlocks(part.Size, Math.Max(1, (int)(1 / scale)), colours);
        var rows = Read(inflated, head, part, blocks, cancellationToken);
        return blocks.Finish(part, rows);
    }

    /// <returns>How many rows of the part the file had.</returns>
    private static int Read(ZLibStream inflated, PngHead head, SKRectI part, PixelBlocks blocks, CancellationToken cancellationToken)
    {
        var pixels = new PngPixels(head);
        var (row, above) = (new byte[head.RowLength + 1], new byte[head.RowLength + 1]);
        var line = new byte[part.Width * PngPixels.Channels];
        for (var y = 0; y < part.Bottom; y++)
        {
            if (y % RowsBetweenChecks == 0)
                cancellationToken.ThrowIfCancellationRequested();
            if (!TryRead(inflated, row) || !PngFilter.Undo(row[0], row.AsSpan(1), above.AsSpan(1), head.PixelLength))
                return Math.Max(0, y - part.Top);
            if (y >= part.Top)
            {
                pixels.Read(row.AsSpan(1), part.Left, line);
                blocks.Add(line);
            }

            (row, above) = (above, row);
        }

        return part.Height;
    }

    private static bool TryRead(ZLibStream inflated, Span<byte> row)
    {
        try
        {
            return inflated.ReadAtLeast(row, row.Length, throwOnEndOfStream: false) == row.Length;
        }
        catch (InvalidDataException)
        {
            // The file is damaged here, or ends.
            return false;
        }
    }
}
