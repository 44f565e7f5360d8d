using SkiaSharp;

namespace Antenna.Dashboard.Pictures;

/// <summary>
/// Decodes a part of a JPEG row by row, in eighths of its size, which is what JPEG can do: rows above the part are read but
/// not decoded, columns next to it are not kept, and rows below it are not even read.
/// </summary>
internal static class JpegRows
{
    private const int Eighths = 8;

    /// <summary>rows that are decoded at once, over the whole width, before the part's columns are kept of them.</summary>
    private const int StripRows = 64;

    /// <param name="region">px of the picture as it is stored.</param>
    /// <param name="scale">The least scale that is of use, up to 1.</param>
    /// <returns>Null where the file ends before the part begins, or cannot be decoded.</returns>
    public static DecodedRegion? Decode(SKCodec codec, SKRectI region, float scale, CancellationToken cancellationToken)
    {
        var eighths = Math.Clamp((int)MathF.Ceiling(scale * Eighths), 1, Eighths);
        var size = codec.GetScaledDimensions(eighths / (float)Eighths);
        var part = SKRectI.Intersect(SKRectI.Create(size), Scaled(region, eighths));

        // Without a subset of columns: SkiaSharp passes one by a pointer to its stack, which Skia reads again in later calls.
        if (codec.StartScanlineDecode(DecodedRegion.Layout(size, opaque: true)) is not SKCodecResult.Success || !codec.SkipScanlines(part.Top))
            return null;

        var pixels = new SKBitmap(DecodedRegion.Layout(part.Size, opaque: true));
        var rows = Read(codec, size.Width, part.Left, pixels, cancellationToken);
        if (rows == pixels.Height)
            return new(pixels, Unscaled(part, eighths), IsComplete: true);
        using (pixels)
            return rows == 0 ? null : new(Top(pixels, rows), Unscaled(part with { Bottom = part.Top + rows }, eighths), IsComplete: false);
    }

    /// <returns>How many rows the file had.</returns>
    private static int Read(SKCodec codec, int width, int left, SKBitmap pixels, CancellationToken cancellationToken)
    {
        using var strip = new SKBitmap(DecodedRegion.Layout(new(width, Math.Min(StripRows, pixels.Height)), opaque: true));
        using var canvas = new SKCanvas(pixels);
        for (var row = 0; row < pixels.Height;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var wanted = Math.Min(strip.Height, pixels.Height - row);
            var read = codec.GetScanlines(strip.GetPixels(), wanted, strip.RowBytes);
            if (read > 0)
            {
                var columns = SKRect.Create(left, 0, pixels.Width, read);
                canvas.DrawBitmap(strip, columns, SKRect.Create(0, row, pixels.Width, read), SKSamplingOptions.Default);
            }

            row += read;
            if (read < wanted)
                return row;
        }

        return pixels.Height;
    }

    private static SKBitmap Top(SKBitmap pixels, int rows)
    {
        using var part = new SKBitmap();
        pixels.ExtractSubset(part, SKRectI.Create(pixels.Width, rows));
        return part.Copy();
    }

    private static SKRectI Scaled(SKRectI region, int eighths) => new(
        Down(region.Left, eighths), Down(region.Top, eighths), Up(region.Right, eighths), Up(region.Bottom, eighths));

    private static int Down(int px, int eighths) => px * eighths / Eighths;

    private static int Up(int px, int eighths) => ((px * eighths) + Eighths - 1) / Eighths;

    private static SKRect Unscaled(SKRectI part, int eighths)
    {
        const float whole = Eighths;
        return new(part.Left * whole / eighths, part.Top * whole / eighths, part.Right * whole / eighths, part.Bottom * whole / eighths);
    }
}
