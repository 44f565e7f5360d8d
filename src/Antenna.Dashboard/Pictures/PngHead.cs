using System.Buffers.Binary;

namespace Antenna.Dashboard.Pictures;

/// <summary>How the samples of a PNG make pixels (PNG specification, 11.2.2).</summary>
internal enum PngColour : byte
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    Rgba = 6,
}

/// <summary>What a PNG says of its pixels before the first of them.</summary>
/// <param name="Depth">bits of a sample.</param>
/// <param name="IsInterlaced">Whether its rows come in seven passes, of which the last must be read before any row is whole.</param>
/// <param name="Palette">Three bytes a colour; empty where there is none.</param>
/// <param name="Transparency">The alpha of each colour of the palette, or the samples of the one colour that is transparent.</param>
internal sealed record PngHead(int Width, int Height, int Depth, PngColour Colour, bool IsInterlaced, byte[] Palette, byte[] Transparency)
{
    private const int HeaderLength = 13;

    /// <summary>bytes; no chunk that is kept may be longer.</summary>
    private const int LongestKept = 3 * 256;

    public int Channels => Colour switch
    {
        PngColour.Grey or PngColour.Palette => 1,
        PngColour.GreyAlpha => 2,
        PngColour.Rgb => 3,
        _ => 4,
    };

    /// <summary>bytes.</summary>
    public int RowLength => (int)((((long)Width * Channels * Depth) + 7) / 8);

    /// <summary>bytes between a sample and the same sample of the pixel before, as filters count: at least one.</summary>
    public int PixelLength => Math.Max(1, Channels * Depth / 8);

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Reads up to the first pixels' chunk, whose length and type are read too; null where the file is no such PNG.</summary>
    /// <param name="dataLength">bytes of the first chunk of pixels.</param>
    public static PngHead? Read(Stream file, out int dataLength)
    {
        dataLength = 0;
        Span<byte> start = stackalloc byte[8];
        if (file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || !start.SequenceEqual(Signature))
            return null;
        PngHead? head = null;
        while (file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(start);
            var type = start[4..];
            if (length < 0 || (head is null) != type.SequenceEqual("IHDR"u8))
                return null;
            if (type.SequenceEqual("IDAT"u8))
            {
                dataLength = length;
                return head;
            }

            var isKept = type.SequenceEqual("PLTE"u8) || type.SequenceEqual("tRNS"u8);
            if (head is null || isKept)
            {
                if (length > LongestKept)
                    return null;
                var content = new byte[length];
                if (file.ReadAtLeast(content, length, throwOnEndOfStream: false) < length)
                    return null;
                head = head is null ? Of(content) : type[0] == 'P' ? head with { Palette = content } : head with { Transparency = content };
                if (head is null)
                    return null;
                length = 0;
            }

            // The checksum follows; what is damaged does not inflate, or is seen.
            file.Seek(length + 4L, SeekOrigin.Current);
        }

        return null;
    }

    private static PngHead? Of(ReadOnlySpan<byte> header)
    {
        if (header.Length != HeaderLength)
            return null;
        var head = new PngHead(
            BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header[4..]), header[8], (PngColour)header[9],
            header[12] != 0, [], []);
        var isKnown = (head.Colour, head.Depth) is (PngColour.Grey, 1 or 2 or 4 or 8 or 16) or (PngColour.Palette, 1 or 2 or 4 or 8)
            or (PngColour.Rgb or PngColour.GreyAlpha or PngColour.Rgba, 8 or 16);
        return isKnown && head is { Width: > 0, Height: > 0 } ? head : null;
    }
}
