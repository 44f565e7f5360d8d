using SkiaSharp;

namespace Antenna.Dashboard.Pictures;

/// <summary>
/// Decodes, cuts, turns and resizes pictures. What leaves it was encoded here: no file's own bytes, which may be no picture
/// at all, and none of what cameras write beside it, such as where they stand.
/// </summary>
internal static class PictureRenderer
{
    /// <summary>
    /// A decoder of progressive JPEG holds up to 6 bytes for each of them, however small the result. The largest cameras
    /// make 60 million.
    /// </summary>
    private const long MostPixels = 100_000_000;

    /// <summary>4 bytes each. JPEG and WebP are decoded near the wanted size already, others in full.</summary>
    private const long MostDecodedPixels = 40_000_000;

    /// <summary>Of 100; beyond, files grow and nothing is to be seen.</summary>
    private const int Quality = 85;

    private static readonly SKEncodedImageFormat[] Formats =
        [SKEncodedImageFormat.Jpeg, SKEncodedImageFormat.Png, SKEncodedImageFormat.Webp, SKEncodedImageFormat.Gif, SKEncodedImageFormat.Bmp];

    /// <summary>Makes a picture; null where the file is none, is broken, or is too large to be opened.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static RenderedPicture? Render(Rendition wanted, CancellationToken cancellationToken)
    {
        using var file = new FileStream(wanted.File.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var codec = SKCodec.Create(file);
        if (codec is null || !Formats.Contains(codec.EncodedFormat) || Pixels(codec.Info.Size) > MostPixels)
            return null;

        var orientation = new PictureOrientation(codec.EncodedOrigin, codec.Info.Size);
        if ((wanted.Part is { } part ? orientation.Find(part) : SKRect.Create(orientation.Upright)) is not { } seen)
            return null;

        var scale = Math.Min(1, wanted.Size / Math.Max(seen.Width, seen.Height));
        using var decoded = Decode(codec, scale);
        cancellationToken.ThrowIfCancellationRequested();
        return decoded is null ? null : Encode(Draw(decoded, orientation, seen, scale));
    }

    private static SKBitmap? Decode(SKCodec codec, float scale)
    {
        // JPEG is decoded in eighths of its size, and at least at the wanted one.
        var size = codec.GetScaledDimensions(MathF.Ceiling(scale * 8) / 8);
        if (Pixels(size) > MostDecodedPixels)
            return null;

        var bitmap = new SKBitmap();
        if (bitmap.TryAllocPixels(Layout(size, codec.Info.AlphaType is SKAlphaType.Opaque))
            && codec.GetPixels(bitmap.Info, bitmap.GetPixels()) is SKCodecResult.Success)
        {
            return bitmap;
        }

        bitmap.Dispose();
        return null;
    }

    private static SKBitmap Draw(SKBitmap decoded, PictureOrientation orientation, SKRect seen, float scale)
    {
        var size = new SKSizeI(Math.Max(1, (int)MathF.Round(seen.Width * scale)), Math.Max(1, (int)MathF.Round(seen.Height * scale)));
        var drawn = new SKBitmap(Layout(size, decoded.Info.IsOpaque));
        using var canvas = new SKCanvas(drawn);
        canvas.Scale(size.Width / seen.Width, size.Height / seen.Height);
        canvas.Translate(-seen.Left, -seen.Top);
        canvas.Concat(orientation.ToUpright);
        canvas.Scale((float)orientation.Stored.Width / decoded.Width, (float)orientation.Stored.Height / decoded.Height);
        canvas.DrawBitmap(decoded, 0, 0, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        return drawn;
    }

    private static RenderedPicture Encode(SKBitmap picture)
    {
        using (picture)
        {
            // JPEG knows nothing transparent; where nothing is, it is several times faster to make.
            var (format, type) = picture.Info.IsOpaque
                ? (SKEncodedImageFormat.Jpeg, "image/jpeg")
                : (SKEncodedImageFormat.Webp, "image/webp");
            using var encoded = picture.Encode(format, Quality);
            return new(encoded.ToArray(), type);
        }
    }

    private static SKImageInfo Layout(SKSizeI size, bool opaque) => new(
        size.Width, size.Height, SKImageInfo.PlatformColorType, opaque ? SKAlphaType.Opaque : SKAlphaType.Premul, SKColorSpace.CreateSrgb());

    private static long Pixels(SKSizeI size) => (long)size.Width * size.Height;
}
