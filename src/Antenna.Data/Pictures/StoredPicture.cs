using Antenna.Data.Model;

namespace Antenna.Data.Pictures;

/// <summary>Where a picture lies, as its import recorded it.</summary>
/// <param name="Folder">The folder that it may be served from; null where none was recorded.</param>
/// <param name="Path">Relative to the folder, or an address of the web.</param>
/// <param name="ProjectId">The project that it belongs to, which says from which hosts its pictures may come.</param>
public sealed record StoredPicture(string? Folder, string Path, long ProjectId);

/// <summary>What a detection can be shown by.</summary>
/// <param name="Crop">The crop that was delivered; null where there is none.</param>
/// <param name="IsOfAnimal">It is an occurrence's: without a box, the animal is somewhere on the capture.</param>
/// <param name="CaptureWidth">px, as delivered: of the picture that <paramref name="Box"/> was found on.</param>
/// <param name="CaptureHeight">px.</param>
public sealed record DetectionPicture(StoredPicture? Crop, StoredPicture Capture, Box? Box, bool IsOfAnimal, int? CaptureWidth, int? CaptureHeight);
