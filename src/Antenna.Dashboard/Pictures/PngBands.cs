using SkiaSharp;

namespace Antenna.Dashboard.Pictures;

/// <summary>
/// Decodes a part of a PNG in bands of rows, each of which is reduced before the next: PNG has no smaller size inside, and all
/// of a picture at its full size may be a thousand times its file. Every band reads the file again from its beginning, so
/// bands are as high as memory allows.
/// </summary>
internal static class PngBands
{
    /// <summary>px of a band, 4 bytes each; more for a picture that would otherwise be read too many times.</summary>
    private const int BandPixels = 8_000_000;

    private const int MostBands = 8;

    /// <param name="region">px of the picture as it is stored.</param>
    /// <param name="scale">The least scale that is of use, up to 1.</param>
    /// <returns>Null where the file ends before the part begins, or cannot be decoded.</returns>
    public static DecodedRegion? Decode(SKCodec codec, SKRectI region, float scale, CancellationToken cancellationToken)
    {
        var reduction = Math.Max(1, (int)(1 / scale));
        var opaque = codec.Info.IsOpaque;
        var reduced = new SKBitmap(DecodedRegion.Layout(new(Up(region.Width, reduction), Up(region.Height, reduction)), opaque: false));
        var rows = 0;
        using (var canvas = new SKCanvas(reduced))
        using (var band = new SKBitmap(DecodedRegion.Layout(new(region.Width, BandRows(codec.Info.Size, region, reduction)), opaque)))
        {
            canvas.Clear();
            canvas.Scale(1f / reduction);
            while (rows < region.Height)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var wanted = Math.Min(band.Height, region.Height - rows);
                var read = Read(codec, band, region with { Top = region.Top + rows, Bottom = region.Top + rows + wanted });
                Draw(canvas, band, read, rows);
                rows += read;
                if (read < wanted)
                    break;
            }
        }

        if (rows > 0)
            return new(reduced, SKRect.Create(region.Left, region.Top, reduced.Width * reduction, reduced.Height * reduction), opaque && rows == region.Height);
        reduced.Dispose();
        return null;
    }

    /// <summary>A multiple of the reduction, so that no reduced px has parts of two bands.</summary>
    private static int BandRows(SKSizeI stored, SKRectI region, int reduction)
    {
        var pixels = Math.Max(BandPixels, (long)stored.Width * stored.Height / MostBands);
        var rows = (int)Math.Clamp(pixels / stored.Width, 1, region.Height);
        return Math.Min(Up(rows, reduction) * reduction, Up(region.Height, reduction) * reduction);
    }

    /// <returns>How many rows the file had.</returns>
    private static int Read(SKCodec codec, SKBitmap band, SKRectI rows)
    {
        var whole = DecodedRegion.Layout(codec.Info.Size, band.Info.IsOpaque);
        if (codec.StartIncrementalDecode(whole, band.GetPixels(), band.RowBytes, new SKCodecOptions(rows)) is not SKCodecResult.Success)
            return 0;
        return codec.IncrementalDecode(out var read) switch
        {
            SKCodecResult.Success => rows.Height,
            SKCodecResult.IncompleteInput or SKCodecResult.ErrorInInput => read,
            _ => 0,
        };
    }

    private static void Draw(SKCanvas canvas, SKBitmap band, int rows, int top)
    {
        if (rows == 0)
            return;
        using var part = new SKBitmap();
        band.ExtractSubset(part, SKRectI.Create(band.Width, rows));
        canvas.DrawBitmap(part, 0, top, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
    }

    private static int Up(int px, int reduction) => (px + reduction - 1) / reduction;
}
