using System.Buffers.Binary;
using System.IO.Compression;
using SkiaSharp;

namespace Antenna.Dashboard.Tests.Pictures;

/// <summary>
/// Pictures to serve: a quarter each of red, green (right of it), blue (below red) and white, so that it is seen which part
/// of one arrived, and which way up.
/// </summary>
internal static class DrawnPicture
{
    public static readonly SKColor Red = new(220, 30, 30);
    public static readonly SKColor Green = new(30, 180, 30);
    public static readonly SKColor Blue = new(30, 30, 220);
    public static readonly SKColor White = new(250, 250, 250);

    public static byte[] Jpeg(int width, int height, SKEncodedOrigin turned = SKEncodedOrigin.TopLeft)
    {
        var jpeg = Encode(width, height, SKEncodedImageFormat.Jpeg, White);
        return turned is SKEncodedOrigin.TopLeft ? jpeg : [.. jpeg.AsSpan(0, 2), .. Orientation(turned), .. jpeg.AsSpan(2)];
    }

    public static byte[] Webp(int width, int height) => Encode(width, height, SKEncodedImageFormat.Webp, White);

    /// <summary>Of one byte a pixel while it is drawn, so that it can be as large as any camera's: red quarters are black.</summary>
    public static byte[] GreyJpeg(int width, int height)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Gray8, SKAlphaType.Opaque));
        bitmap.Erase(SKColors.White);
        using (var canvas = new SKCanvas(bitmap))
        using (var paint = new SKPaint { Color = SKColors.Black })
            canvas.DrawRect(0, 0, width / 2f, height / 2f, paint);
        using var encoded = bitmap.Encode(SKEncodedImageFormat.Jpeg, 80);
        return encoded.ToArray();
    }

    /// <summary>Its bytes are spread over all its rows, as a photograph's are.</summary>
    public static byte[] NoisyJpeg(int width, int height) => EncodeNoise(width, height, SKEncodedImageFormat.Jpeg);

    public static byte[] NoisyPng(int width, int height) => EncodeNoise(width, height, SKEncodedImageFormat.Png);

    /// <summary>Where the marker of a JPEG's first scan stands.</summary>
    public static int StartOfScan(byte[] jpeg) => jpeg.AsSpan().IndexOf(new byte[] { 0xFF, 0xDA });

    /// <summary>Has a JPEG's header say another size and kind than its content is.</summary>
    public static byte[] WithJpegFrame(byte[] jpeg, bool progressive, ushort width, ushort height)
    {
        var frame = jpeg.AsSpan().IndexOf(new byte[] { 0xFF, 0xC0 });
        jpeg[frame + 1] = progressive ? (byte)0xC2 : (byte)0xC0;
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 5), height);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 7), width);
        return jpeg;
    }

    public static byte[] Png(int width, int height) => Encode(width, height, SKEncodedImageFormat.Png, White);

    /// <summary>The white quarter is missing.</summary>
    public static byte[] TransparentPng(int width, int height) => Encode(width, height, SKEncodedImageFormat.Png, SKColors.Transparent);

    /// <summary>A black PNG of one bit a pixel: a few kilobytes that become 4 bytes a pixel.</summary>
    public static byte[] Bomb(int width, int height) => PngOf(width, height, depth: 1, colour: 0, (_, _) => { });

    /// <summary>
    /// A PNG written row by row, so that it can be as large as any camera's: white, the upper left quarter black, noisy as
    /// photographs are. All filters are used, one after the other.
    /// </summary>
    public static byte[] LargePng(int width, int height, bool interlaced = false)
    {
        var random = new Random(3);
        var noise = new byte[width];
        return PngOf(width, height, depth: 8, colour: 0, Draw, filtered: true, interlaced);

        void Draw(int y, byte[] row)
        {
            random.NextBytes(noise);
            for (var x = 0; x < width; x++)
                row[x] = (byte)(y < height / 2 && x < width / 2 ? noise[x] & 7 : 255 - (noise[x] & 7));
        }
    }

    /// <summary>A PNG of any samples.</summary>
    /// <param name="draw">Fills a row of samples as the file has them.</param>
    /// <param name="extra">Chunks before the pixels.</param>
    public static byte[] PngOf(
        int width, int height, byte depth, byte colour, Action<int, byte[]> draw, bool filtered = false, bool interlaced = false,
        params (string Name, byte[] Content)[] extra)
    {
        const int chunkLength = 100_000;
        using var png = new MemoryStream();
        png.Write([0x89, .. "PNG\r\n"u8, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = (depth, colour, interlaced ? (byte)1 : (byte)0);
        Chunk("IHDR", header);
        foreach (var (name, content) in extra)
            Chunk(name, content);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            Write(zlib);
        foreach (var part in packed.ToArray().Chunk(chunkLength))
            Chunk("IDAT", part);
        Chunk("IEND", []);
        return png.ToArray();

        void Write(ZLibStream zlib)
        {
            var channels = colour switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
            var step = Math.Max(1, channels * depth / 8);
            var (row, above) = (new byte[((width * channels * depth) + 7) / 8], new byte[((width * channels * depth) + 7) / 8]);
            var written = new byte[row.Length + 1];
            for (var y = 0; y < height; y++)
            {
                draw(y, row);
                written[0] = (byte)(filtered ? y % 5 : 0);
                for (var i = 0; i < row.Length; i++)
                {
                    int left = i < step ? 0 : row[i - step], up = above[i], corner = i < step ? 0 : above[i - step];
                    written[i + 1] = (byte)(row[i] - written[0] switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, _ => Paeth(left, up, corner) });
                }

                zlib.Write(written);
                (row, above) = (above, row);
            }
        }

        static int Paeth(int left, int up, int corner)
        {
            var estimate = left + up - corner;
            var (toLeft, toUp, toCorner) = (Math.Abs(estimate - left), Math.Abs(estimate - up), Math.Abs(estimate - corner));
            return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
        }

        void Chunk(string name, byte[] content)
        {
            byte[] checkedPart = [.. System.Text.Encoding.ASCII.GetBytes(name), .. content];
            var number = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
            png.Write(number);
            png.Write(checkedPart);
            BinaryPrimitives.WriteUInt32BigEndian(number, Crc32(checkedPart));
            png.Write(number);
        }
    }

    private static uint Crc32(byte[] bytes)
    {
        var sum = uint.MaxValue;
        foreach (var each in bytes)
        {
            sum ^= each;
            for (var bit = 0; bit < 8; bit++)
                sum = (sum >> 1) ^ ((sum & 1) * 0xEDB88320);
        }

        return ~sum;
    }

    private static byte[] EncodeNoise(int width, int height, SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKImageInfo.PlatformColorType, SKAlphaType.Opaque));
        var random = new Random(7);
        bitmap.Pixels = [.. Enumerable.Range(0, width * height).Select(_ => new SKColor((uint)random.Next() | 0xFF000000))];
        using var encoded = bitmap.Encode(format, 90);
        return encoded.ToArray();
    }

    private static byte[] Encode(int width, int height, SKEncodedImageFormat format, SKColor last)
    {
        using var bitmap = new SKBitmap(width, height);
        using (var canvas = new SKCanvas(bitmap))
        {
            var (x, y) = (width / 2f, height / 2f);
            Fill(0, 0, Red);
            Fill(x, 0, Green);
            Fill(0, y, Blue);
            Fill(x, y, last);

            void Fill(float left, float top, SKColor colour)
            {
                using var paint = new SKPaint { Color = colour, BlendMode = SKBlendMode.Src };
                canvas.DrawRect(left, top, x, y, paint);
            }
        }

        using var encoded = bitmap.Encode(format, 95);
        return encoded.ToArray();
    }

    /// <summary>A segment of EXIF that holds nothing but which way the camera was held.</summary>
    private static byte[] Orientation(SKEncodedOrigin turned) =>
    [
        0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8,
        .. "MM"u8, 0, 42, 0, 0, 0, 8,
        0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)turned, 0, 0,
        0, 0, 0, 0,
    ];
}
