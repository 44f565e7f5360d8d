using SkiaSharp;

namespace Antenna.Dashboard.Pictures;

/// <summary>A decoded part of a picture, perhaps at less than its size.</summary>
/// <param name="Covers">The part, in px of the picture as it is stored; less than what was asked for where the file ends early.</param>
/// <param name="IsComplete">Whether the file had all of it.</param>
internal sealed record DecodedRegion(SKBitmap Pixels, SKRect Covers, bool IsComplete) : IDisposable
{
    public void Dispose() => Pixels.Dispose();

    /// <summary>The layout that every decoder writes and that pictures are drawn in.</summary>
    public static SKImageInfo Layout(SKSizeI size, bool opaque) => new(
        size.Width, size.Height, SKImageInfo.PlatformColorType, opaque ? SKAlphaType.Opaque : SKAlphaType.Premul, SKColorSpace.CreateSrgb());
}
