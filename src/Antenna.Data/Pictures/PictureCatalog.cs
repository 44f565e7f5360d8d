using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.Pictures;

/// <summary>Finds where the pictures of captures and detections lie.</summary>
public sealed class PictureCatalog(IDbContextFactory<AntennaDbContext> contexts)
{
    /// <summary>The picture of a capture; null where there is none of that id.</summary>
    public async Task<StoredPicture?> FindCaptureAsync(long captureId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await (
            from capture in context.Captures
            where capture.Id == captureId
            join folder in context.PictureFolders on capture.PictureFolderId equals folder.Id into folders
            from folder in folders.DefaultIfEmpty()
            select new StoredPicture(folder == null ? null : folder.Path, capture.Path, capture.ProjectId))
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>What a detection can be shown by; null where there is none of that id.</summary>
    public async Task<DetectionPicture?> FindDetectionAsync(long detectionId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await (
            from detection in context.Detections.AsNoTracking()
            where detection.Id == detectionId
            join capture in context.Captures on detection.CaptureId equals capture.Id
            join folder in context.PictureFolders on capture.PictureFolderId equals folder.Id into folders
            from folder in folders.DefaultIfEmpty()
            select new { detection, capture, Folder = folder == null ? null : folder.Path })
            .SingleOrDefaultAsync(cancellationToken);
        return found is null
            ? null
            : new(
                found.detection.CropPath is { } crop ? new(found.Folder, crop, found.capture.ProjectId) : null,
                new(found.Folder, found.capture.Path, found.capture.ProjectId),
                found.detection.Box,
                found.detection.OccurrenceId is not null,
                found.capture.Width,
                found.capture.Height);
    }
}
