using SkiaSharp;

namespace Antenna.Dashboard.Pictures;

/// <summary>How a picture is turned to be seen upright, as EXIF tells it.</summary>
/// <param name="Stored">px of the picture as the file holds it.</param>
internal readonly record struct PictureOrientation(SKEncodedOrigin Origin, SKSizeI Stored)
{
    /// <summary>px of the picture as it is seen.</summary>
    public SKSizeI Upright => Origin is >= SKEncodedOrigin.LeftTop and <= SKEncodedOrigin.LeftBottom
        ? new(Stored.Height, Stored.Width)
        : Stored;

    /// <summary>From the px of the file to those that are seen; by the table of EXIF's tag Orientation.</summary>
    public SKMatrix ToUpright => Origin switch
    {
        SKEncodedOrigin.TopRight => new(-1, 0, Upright.Width, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new(-1, 0, Upright.Width, 0, -1, Upright.Height, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new(1, 0, 0, 0, -1, Upright.Height, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new(0, -1, Upright.Width, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new(0, -1, Upright.Width, -1, 0, Upright.Height, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new(0, 1, 0, -1, 0, Upright.Height, 0, 0, 1),
        _ => SKMatrix.Identity,
    };

    /// <summary>
    /// Where a part lies on the upright picture, with a margin around it; null where that is outside of it. Detectors look
    /// at upright pictures or at stored ones: which, the size tells that came with the results, and so it does where the
    /// file is a smaller copy.
    /// </summary>
    public SKRect? Find(PicturePart part)
    {
        const float margin = 0.06f;
        var size = part is { Width: { } width, Height: { } height } ? new SKSizeI(width, height) : Upright;
        var isStored = IsHigher(Stored) != IsHigher(Upright) && IsHigher(size) == IsHigher(Stored);
        var frame = isStored ? Stored : Upright;
        var box = new SKRect((float)part.Box.X1, (float)part.Box.Y1, (float)part.Box.X2, (float)part.Box.Y2).Standardized;
        var found = SKMatrix.CreateScale((float)frame.Width / size.Width, (float)frame.Height / size.Height).MapRect(box);
        if (isStored)
            found = ToUpright.MapRect(found);

        var inflation = margin * Math.Max(found.Width, found.Height);
        found.Inflate(inflation, inflation);
        var seen = SKRect.Intersect(found, SKRect.Create(Upright));
        return seen is { Width: >= 1, Height: >= 1 } ? seen : null;
    }

    private static bool IsHigher(SKSizeI size) => size.Height > size.Width;
}
