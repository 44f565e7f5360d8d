using Antenna.Data.Occurrences;
using Antenna.Data.Predictions;

namespace Antenna.Dashboard.Components.Addresses;

public static partial class DashboardUrls
{
    public static string Detections(DetectionFilter filter, string? cursor = null) => Path(
        "detections",
        null,
        ("id", filter.Id),
        ("occurrence", filter.OccurrenceId),
        ("capture", filter.CaptureId),
        ("algorithm", filter.AlgorithmId),
        ("cursor", cursor));

    public static string Classifications(ClassificationFilter filter, string? cursor = null) => Path(
        "classifications",
        null,
        ("id", filter.Id),
        ("occurrence", filter.OccurrenceId),
        ("detection", filter.DetectionId),
        ("capture", filter.CaptureId),
        ("algorithm", filter.AlgorithmId),
        ("lineage", filter.LineageId),
        ("cursor", cursor));
}
