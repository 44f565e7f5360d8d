using System.Runtime.InteropServices;
using SkiaSharp;

namespace Antenna.Dashboard.Pictures;

/// <summary>Makes a picture smaller while its rows come: each of its px is the mean of a square block of theirs.</summary>
internal sealed class PixelBlocks : IDisposable
{
    private const int Channels = PngPixels.Channels;

    private readonly int _side;
    private readonly int _width;
    private readonly SKBitmap _pixels;
    private readonly uint[] _sums;
    private int _rows;

    /// <param name="size">px of what comes.</param>
    /// <param name="side">px of a block.</param>
    /// <param name="colours">What the colours mean; null for the usual.</param>
    public PixelBlocks(SKSizeI size, int side, SKColorSpace? colours)
    {
        _side = side;
        _width = size.Width;
        _pixels = new(new SKImageInfo(
            Blocks(size.Width), Blocks(size.Height), SKColorType.Rgba8888, SKAlphaType.Premul, colours ?? SKColorSpace.CreateSrgb()));
        _sums = new uint[_pixels.Width * Channels];
    }

    /// <summary>Adds the next row, a pixel at a time as a number of 32 bits, of which red is the lowest byte.</summary>
    public void Add(ReadOnlySpan<byte> row)
    {
        var pixels = MemoryMarshal.Cast<byte, uint>(row);
        for (int x = 0, sum = 0; x < _width; x += _side, sum += Channels)
        {
            uint first = 0, second = 0, third = 0, fourth = 0;
            foreach (var pixel in pixels[x..Math.Min(_width, x + _side)])
            {
                first += pixel & 0xFF;
                second += (pixel >> 8) & 0xFF;
                third += (pixel >> 16) & 0xFF;
                fourth += pixel >> 24;
            }

            _sums[sum] += first;
            _sums[sum + 1] += second;
            _sums[sum + 2] += third;
            _sums[sum + 3] += fourth;
        }

        if (++_rows % _side == 0)
            Write(_side);
    }

    /// <summary>What came of the part; the caller disposes of it.</summary>
    /// <param name="rows">px of its height that came; null is returned for none.</param>
    public DecodedRegion? Finish(SKRectI part, int rows)
    {
        if (rows == 0)
            return null;
        if (_rows % _side > 0)
            Write(_rows % _side);

        // Blocks at the right and lower edge may be of fewer px, and are drawn as large as the others, beyond the edge.
        var pixels = new SKBitmap();
        _pixels.ExtractSubset(pixels, SKRectI.Create(_pixels.Width, Blocks(_rows)));
        return new(pixels, SKRect.Create(part.Left, part.Top, pixels.Width * _side, pixels.Height * _side), rows == part.Height);
    }

    // What was taken of it shares its pixels, and keeps them.
    public void Dispose() => _pixels.Dispose();

    private void Write(int rows)
    {
        var target = _pixels.GetPixelSpan().Slice((Blocks(_rows) - 1) * _pixels.RowBytes, _sums.Length);
        for (var x = 0; x < _pixels.Width; x++)
        {
            var count = (uint)(rows * Math.Min(_side, _width - (x * _side)));
            for (var at = x * Channels; at < (x + 1) * Channels; at++)
                target[at] = (byte)((_sums[at] + (count / 2)) / count);
        }

        Array.Clear(_sums);
    }

    private int Blocks(int px) => (px + _side - 1) / _side;
}
