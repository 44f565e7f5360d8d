namespace Antenna.Data.Import.Pipeline;

/// <summary>
/// Stands for a detector that whoever delivers detections does not tell. It may be any, so a box of it and the same box of a detector
/// that is told are one detection: what is unknown contradicts nothing.
/// </summary>
internal static class UntoldDetector
{
    /// <summary>The key that such detections name.</summary>
    public const string Key = "detector-not-told";

    public const string Name = "Detector (not told by the API)";

    /// <summary>The key that detections of Camtrap DP packages name: nor do those tell who or what drew a box.</summary>
    public const string OfPackages = "camtrap-dp";
}
