namespace Antenna.Dashboard.Components.Addresses;

public static partial class DashboardUrls
{
    /// <summary>The crop of a detection, no wider or higher than this many px.</summary>
    public static string CropPicture(long detectionId, int size) => Path("pictures/detections", detectionId, ("size", size));

    /// <summary>A capture, no wider or higher than this many px.</summary>
    public static string CapturePicture(long captureId, int size) => Path("pictures/captures", captureId, ("size", size));
}
