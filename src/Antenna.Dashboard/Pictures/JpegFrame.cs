using System.Buffers.Binary;

namespace Antenna.Dashboard.Pictures;

/// <summary>What a JPEG's frame header (ITU-T T.81, B.2.2) says of how it must be decoded, which SkiaSharp does not tell.</summary>
/// <param name="IsProgressive">Whether all of it must be read before its first row is known.</param>
/// <param name="SamplesPerPixel">Of all components together; 1.5 where colour has half the resolution each way.</param>
internal readonly record struct JpegFrame(bool IsProgressive, double SamplesPerPixel)
{
    /// <summary>bytes that a decoder keeps of each sample of a progressive picture: a coefficient of 16 bits.</summary>
    private const int BytesPerSample = 2;

    /// <summary>bytes of coefficients that a decoder keeps at once.</summary>
    public long Buffer(long pixels) => IsProgressive ? (long)(pixels * SamplesPerPixel * BytesPerSample) : 0;

    /// <summary>Reads the first frame header of a file; null where there is none.</summary>
    public static JpegFrame? Read(Stream file)
    {
        Span<byte> head = stackalloc byte[4];
        if (file.ReadAtLeast(head[..2], 2, throwOnEndOfStream: false) < 2 || head is not [0xFF, 0xD8, ..])
            return null;
        while (file.ReadAtLeast(head, 4, throwOnEndOfStream: false) == 4 && head[0] == 0xFF)
        {
            // Any number of fill bytes may stand before a marker.
            if (head[1] == 0xFF)
            {
                file.Seek(-3, SeekOrigin.Current);
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(head[2..]) - 2;
            if (length < 0)
                return null;
            if (IsFrame(head[1]))
                return Read(file, head[1], length);
            file.Seek(length, SeekOrigin.Current);
        }

        return null;
    }

    /// <summary>SOF0 to SOF15 without DHT, JPG and DAC, which lie among them.</summary>
    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static JpegFrame? Read(Stream file, byte marker, int length)
    {
        var header = new byte[length];
        if (file.ReadAtLeast(header, length, throwOnEndOfStream: false) < length || length < 6 || length < 6 + (3 * header[5]))
            return null;
        var factors = Enumerable.Range(0, header[5]).Select(component => header[7 + (3 * component)]).Select(both => (X: both >> 4, Y: both & 15)).ToList();
        var unit = factors.Select(factor => factor.X).DefaultIfEmpty().Max() * factors.Select(factor => factor.Y).DefaultIfEmpty().Max();
        return unit == 0 ? null : new(marker is 0xC2 or 0xC6 or 0xCA or 0xCE, factors.Sum(factor => factor.X * factor.Y) / (double)unit);
    }
}
