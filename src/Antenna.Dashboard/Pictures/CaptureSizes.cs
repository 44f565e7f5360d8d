using Antenna.Data.Pictures;
using SkiaSharp;

namespace Antenna.Dashboard.Pictures;

/// <summary>px, as a picture is seen upright.</summary>
public readonly record struct PixelSize(int Width, int Height);

/// <summary>Finds how large captures are that were imported without their size. Only the head of a file is read.</summary>
public sealed partial class CaptureSizes(PictureCatalog catalog, ILogger<CaptureSizes> logger)
{
    /// <summary>Null where the picture cannot be found or read here.</summary>
    public async Task<PixelSize?> FindAsync(long captureId, CancellationToken cancellationToken)
    {
        if (await catalog.FindCaptureAsync(captureId, cancellationToken) is not { } picture || PictureFile.Find(picture) is not { } file)
            return null;
        try
        {
            using var codec = SKCodec.Create(file.Path);
            return codec is null ? null : SizeOf(new PictureOrientation(codec.EncodedOrigin, codec.Info.Size).Upright);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(file.Path, exception.Message);
            return null;
        }
    }

    private static PixelSize SizeOf(SKSizeI size) => new(size.Width, size.Height);

    [LoggerMessage(EventId = 3301, Level = LogLevel.Warning, Message = "The size of '{Path}' cannot be read: {Reason}")]
    private partial void LogUnreadable(string path, string reason);
}
