using SkiaSharp;

namespace Antenna.Dashboard.Pictures;

/// <summary>
/// Decodes, cuts, turns and resizes pictures. What leaves it was encoded here: no file's own bytes, which may be no picture
/// at all, and none of what cameras write next to it, such as where they stand.
/// </summary>
internal static class PictureRenderer
{
    /// <summary>Of 100; beyond, files grow and nothing is to be seen.</summary>
    private const int Quality = 85;

    /// <summary>px of the result that filters look at around each of its px.</summary>
    private const float FilterMargin = 2;

    /// <summary>Makes a picture, or gives the reason why it cannot be made.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static PictureResult Render(Rendition wanted, CancellationToken cancellationToken)
    {
        try
        {
            using var picture = EncodedPicture.Open(wanted.File, cancellationToken);
            var orientation = picture.Orientation;
            if ((wanted.Part is { } part ? orientation.Find(part) : SKRect.Create(orientation.Upright)) is not { } seen)
                return new(PictureProblem.OutsideOfCapture(wanted.File.Name));

            var scale = Math.Min(1, wanted.Size / Math.Max(seen.Width, seen.Height));
            using var decoded = picture.Decode(Stored(orientation, seen, FilterMargin / scale), scale);
            return new(Encode(Draw(decoded, orientation, seen, scale, picture.IsOpaque && decoded.IsComplete)), decoded.IsComplete);
        }
        catch (PictureException exception)
        {
            return new(exception.Problem);
        }
    }

    /// <summary>The part of the stored picture that is seen, with a margin.</summary>
    private static SKRectI Stored(PictureOrientation orientation, SKRect seen, float margin)
    {
        var region = orientation.ToUpright.Invert().MapRect(seen);
        region.Inflate(margin, margin);
        return SKRectI.Intersect(SKRectI.Ceiling(region, outwards: true), SKRectI.Create(orientation.Stored));
    }

    private static SKBitmap Draw(DecodedRegion decoded, PictureOrientation orientation, SKRect seen, float scale, bool opaque)
    {
        var size = new SKSizeI(Math.Max(1, (int)MathF.Round(seen.Width * scale)), Math.Max(1, (int)MathF.Round(seen.Height * scale)));
        var drawn = new SKBitmap(DecodedRegion.Layout(size, opaque));
        using var canvas = new SKCanvas(drawn);
        canvas.Clear();
        canvas.Scale(size.Width / seen.Width, size.Height / seen.Height);
        canvas.Translate(-seen.Left, -seen.Top);
        canvas.Concat(orientation.ToUpright);
        canvas.Translate(decoded.Covers.Left, decoded.Covers.Top);
        canvas.Scale(decoded.Covers.Width / decoded.Pixels.Width, decoded.Covers.Height / decoded.Pixels.Height);
        canvas.DrawBitmap(decoded.Pixels, 0, 0, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
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
}
