using System.Globalization;
using SkiaSharp;

namespace Antenna.Dashboard.Pictures;

/// <summary>
/// The opened file of a picture, of which parts can be decoded. It bounds the memory that decoding takes, whatever size the
/// file claims: formats that give their rows one after the other are never held as a whole, others up to a limit.
/// </summary>
internal sealed class EncodedPicture : IDisposable
{
    /// <summary>px; the largest sensors have as many.</summary>
    public const long MostPixels = 200_000_000;

    /// <summary>px; the longest that JPEG can have.</summary>
    public const int LongestSide = 65_535;

    /// <summary>bytes that a decoder may keep of a picture besides what it returns.</summary>
    public const long MostBuffered = 256 * 1024 * 1024;

    /// <summary>bytes that are granted to any file.</summary>
    private const long SmallBuffer = 32 * 1024 * 1024;

    /// <summary>bytes kept for one of the file; photographs, dark ones included, stay under 150.</summary>
    private const int MostExpansion = 500;

    private const int BytesPerPixel = 4;

    /// <summary>bytes up to which a PNG is decoded as a whole, which takes less time than row by row.</summary>
    private const long MostOfWholePng = SmallBuffer;

    private readonly PictureFile _file;
    private readonly SKCodec _codec;
    private readonly bool _isReadByRows;
    private readonly CancellationToken _cancellation;

    private EncodedPicture(PictureFile file, SKCodec codec, bool isReadByRows, CancellationToken cancellation)
    {
        _file = file;
        _codec = codec;
        _isReadByRows = isReadByRows;
        _cancellation = cancellation;
        Orientation = new(codec.EncodedOrigin, codec.Info.Size);
    }

    public PictureOrientation Orientation { get; }

    public bool IsOpaque => _codec.Info.IsOpaque;

    /// <summary>Opens a file and reads its head.</summary>
    /// <exception cref="PictureException">It is no picture, or one that is too large.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static EncodedPicture Open(PictureFile file, CancellationToken cancellationToken)
    {
        using var head = OpenStream(file, cancellationToken);
        var frame = JpegFrame.Read(head);
        var isSimpleWebP = IsSimpleWebP(head);

        // The codec owns its stream.
        var codec = SKCodec.Create(OpenStream(file, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        if (codec is null)
            throw new PictureException(PictureProblem.NotAPicture(file.Name));
        try
        {
            var isReadByRows = codec.EncodedFormat is SKEncodedImageFormat.Png && IsReadByRows(head);
            Check(file, codec.Info.Size, isReadByRows, codec.EncodedFormat switch
            {
                SKEncodedImageFormat.Jpeg => pixels => frame?.Buffer(pixels) ?? long.MaxValue,
                SKEncodedImageFormat.Webp => pixels => isSimpleWebP ? 0 : pixels * BytesPerPixel,
                SKEncodedImageFormat.Png or SKEncodedImageFormat.Gif or SKEncodedImageFormat.Bmp => pixels => pixels * BytesPerPixel,
                _ => throw new PictureException(PictureProblem.NotAPicture(file.Name)),
            });
            return new(file, codec, isReadByRows, cancellationToken);
        }
        catch
        {
            codec.Dispose();
            throw;
        }
    }

    /// <summary>Decodes a part of it.</summary>
    /// <param name="region">px of the picture as it is stored.</param>
    /// <param name="scale">The least scale that is of use, up to 1.</param>
    /// <exception cref="PictureException">The file has nothing of that part.</exception>
    public DecodedRegion Decode(SKRectI region, float scale)
    {
        var decoded = _codec.EncodedFormat switch
        {
            SKEncodedImageFormat.Jpeg => JpegRows.Decode(_codec, region, scale, _cancellation),
            SKEncodedImageFormat.Webp => DecodeAtOnce(region, scale),
            SKEncodedImageFormat.Png when _isReadByRows => DecodePngRows(region, scale),
            _ => DecodeAtOnce(SKRectI.Create(_codec.Info.Size), 1),
        };
        if (!_cancellation.IsCancellationRequested)
            return decoded ?? throw new PictureException(PictureProblem.CutOff(_file.Name));
        decoded?.Dispose();
        throw new OperationCanceledException(_cancellation);
    }

    public void Dispose() => _codec.Dispose();

    /// <param name="bufferOf">bytes of a decoded picture of so many px; a small file does not describe that many, however it is decoded.</param>
    private static void Check(PictureFile file, SKSizeI size, bool isReadByRows, Func<long, long> bufferOf)
    {
        var pixels = (long)size.Width * size.Height;
        if (pixels > MostPixels || Math.Max(size.Width, size.Height) > LongestSide)
            throw TooLarge(string.Create(CultureInfo.InvariantCulture, $"the most that is opened is {MostPixels:N0} px in all and {LongestSide:N0} px a side. Import a smaller copy"));

        var buffer = bufferOf(pixels);
        if (buffer > MostBuffered && !isReadByRows)
            throw TooLarge("files of this kind can only be opened as a whole, which takes too much memory at that size. Save it as a baseline JPEG, or as a PNG without interlacing");
        if (buffer > Math.Max(SmallBuffer, file.Length * MostExpansion))
            throw TooLarge(string.Create(CultureInfo.InvariantCulture, $"far more than a file of {(file.Length + 1023) / 1024:N0} KB describes. It may be damaged; copy it again"));

        PictureException TooLarge(string limit) => new(PictureProblem.TooLarge(file.Name, new(size.Width, size.Height), limit));
    }

    private DecodedRegion? DecodePngRows(SKRectI region, float scale)
    {
        using var file = OpenStream(_file, _cancellation);
        return PngRows.Decode(file, region, scale, _codec.Info.ColorSpace, _cancellation);
    }

    /// <summary>Whether it is a PNG that is large, and gives its rows one after the other.</summary>
    private static bool IsReadByRows(InterruptibleStream file)
    {
        file.Position = 0;
        return PngHead.Read(file, out _) is { IsInterlaced: false } head && (long)head.Width * head.Height * BytesPerPixel > MostOfWholePng;
    }

    /// <summary>WebP decodes any part at any size, and the rest of a file that ends early is left transparent.</summary>
    private DecodedRegion? DecodeAtOnce(SKRectI region, float scale)
    {
        // WebP begins a part at an even px only.
        var valid = region;
        if (!_codec.GetValidSubset(ref valid))
            valid = SKRectI.Create(_codec.Info.Size);
        var isWhole = valid.Size == _codec.Info.Size;
        var size = isWhole ? _codec.GetScaledDimensions(scale) : new(Scaled(valid.Width), Scaled(valid.Height));
        var pixels = new SKBitmap(DecodedRegion.Layout(size, opaque: false));
        var result = isWhole
            ? _codec.GetPixels(pixels.Info, pixels.GetPixels())
            : _codec.GetPixels(pixels.Info, pixels.GetPixels(), new SKCodecOptions(valid));
        if (result is SKCodecResult.Success or SKCodecResult.IncompleteInput)
            return new(pixels, valid, result is SKCodecResult.Success);
        pixels.Dispose();
        return null;

        int Scaled(int px) => Math.Max(1, (int)MathF.Ceiling(px * scale));
    }

    /// <summary>Whether it is the kind of WebP that is decoded row by row: one that loses something, and nothing else.</summary>
    private static bool IsSimpleWebP(InterruptibleStream file)
    {
        Span<byte> head = stackalloc byte[16];
        file.Position = 0;
        return file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head[12..].SequenceEqual("VP8 "u8);
    }

    private static InterruptibleStream OpenStream(PictureFile file, CancellationToken cancellationToken) =>
        new(new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), cancellationToken);
}
