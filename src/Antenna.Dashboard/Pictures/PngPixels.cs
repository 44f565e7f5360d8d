using System.Buffers.Binary;

namespace Antenna.Dashboard.Pictures;

/// <summary>Turns the samples of a PNG's rows into pixels: red, green, blue and alpha of 8 bits, colours multiplied by alpha.</summary>
internal sealed class PngPixels
{
    public const int Channels = 4;

    private readonly PngHead _head;

    /// <summary>The pixel of each sample, where there are few: of palettes, and of grey up to 8 bits.</summary>
    private readonly byte[] _ofSample;

    public PngPixels(PngHead head)
    {
        _head = head;
        _ofSample = head.Colour is PngColour.Palette || head is { Colour: PngColour.Grey, Depth: <= 8 } ? PixelsOfSamples(head) : [];
    }

    /// <summary>Reads pixels of a row.</summary>
    /// <param name="left">The first pixel.</param>
    /// <param name="pixels">Four bytes each, as many as are read.</param>
    public void Read(ReadOnlySpan<byte> row, int left, Span<byte> pixels)
    {
        var count = pixels.Length / Channels;
        if (_ofSample.Length > 0)
        {
            for (var x = 0; x < count; x++)
                _ofSample.AsSpan(Sample(row, left + x) * Channels, Channels).CopyTo(pixels[(x * Channels)..]);
            return;
        }

        var sampleLength = _head.Depth / 8;
        var source = row.Slice(left * _head.PixelLength, count * _head.PixelLength);
        if (_head is { Colour: PngColour.Rgb, Depth: 8, Transparency.Length: 0 })
        {
            ReadRgb(source, pixels);
            return;
        }

        for (var x = 0; x < count; x++)
            ReadOne(source.Slice(x * _head.PixelLength, _head.PixelLength), sampleLength, pixels.Slice(x * Channels, Channels));
    }

    /// <summary>What most photographs are, without asking for each pixel what it is.</summary>
    private static void ReadRgb(ReadOnlySpan<byte> source, Span<byte> pixels)
    {
        for (int from = 0, to = 0; to < pixels.Length; from += 3, to += Channels)
        {
            pixels[to] = source[from];
            pixels[to + 1] = source[from + 1];
            pixels[to + 2] = source[from + 2];
            pixels[to + 3] = byte.MaxValue;
        }
    }

    /// <summary>Of samples of 16 bits the upper half counts.</summary>
    private void ReadOne(ReadOnlySpan<byte> samples, int sampleLength, Span<byte> pixel)
    {
        var isGrey = _head.Colour is PngColour.Grey or PngColour.GreyAlpha;
        pixel[0] = samples[0];
        pixel[1] = isGrey ? samples[0] : samples[sampleLength];
        pixel[2] = isGrey ? samples[0] : samples[2 * sampleLength];
        pixel[3] = _head.Colour is PngColour.GreyAlpha or PngColour.Rgba
            ? samples[(_head.Channels - 1) * sampleLength]
            : IsTransparent(samples, sampleLength) ? (byte)0 : byte.MaxValue;
        if (pixel[3] != byte.MaxValue)
            Multiply(pixel);
    }

    /// <summary>Whether it is the one colour that the file says is transparent, of which it gives 16 bits a sample.</summary>
    private bool IsTransparent(ReadOnlySpan<byte> samples, int sampleLength)
    {
        if (_head.Transparency.Length < 2 * _head.Channels)
            return false;
        for (var channel = 0; channel < _head.Channels; channel++)
        {
            var sample = sampleLength == 1 ? samples[channel] : BinaryPrimitives.ReadUInt16BigEndian(samples[(2 * channel)..]);
            if (sample != BinaryPrimitives.ReadUInt16BigEndian(_head.Transparency.AsSpan(2 * channel)))
                return false;
        }

        return true;
    }

    private int Sample(ReadOnlySpan<byte> row, int x)
    {
        if (_head.Depth == 8)
            return row[x];
        var bit = x * _head.Depth;
        return (row[bit / 8] >> (8 - _head.Depth - (bit % 8))) & ((1 << _head.Depth) - 1);
    }

    private static byte[] PixelsOfSamples(PngHead head)
    {
        var pixels = new byte[(1 << head.Depth) * Channels];
        for (var sample = 0; sample < 1 << head.Depth; sample++)
        {
            var pixel = pixels.AsSpan(sample * Channels, Channels);
            if (head.Colour is PngColour.Grey)
            {
                pixel.Fill((byte)(sample * byte.MaxValue / ((1 << head.Depth) - 1)));
                var isTransparent = head.Transparency.Length >= 2 && BinaryPrimitives.ReadUInt16BigEndian(head.Transparency) == sample;
                pixel[3] = isTransparent ? (byte)0 : byte.MaxValue;
            }
            else
            {
                // A sample that the palette has no colour for is black.
                if ((sample + 1) * 3 <= head.Palette.Length)
                    head.Palette.AsSpan(sample * 3, 3).CopyTo(pixel);
                pixel[3] = sample < head.Transparency.Length ? head.Transparency[sample] : byte.MaxValue;
            }

            Multiply(pixel);
        }

        return pixels;
    }

    private static void Multiply(Span<byte> pixel)
    {
        for (var channel = 0; channel < 3; channel++)
            pixel[channel] = (byte)(((pixel[channel] * pixel[3]) + 127) / 255);
    }
}
