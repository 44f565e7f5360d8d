using Antenna.Data.Occurrences;

namespace Antenna.Dashboard.Components.Occurrences;

/// <summary>The orders as people choose them.</summary>
internal static class OccurrenceOrderNames
{
    public static string DisplayName(this OccurrenceOrder order) => order switch
    {
        OccurrenceOrder.Newest => "newest first",
        OccurrenceOrder.Oldest => "oldest first",
        OccurrenceOrder.Name => "by determination, A to Z",
        OccurrenceOrder.NameDescending => "by determination, Z to A",
        OccurrenceOrder.HighestScore => "highest machine score first",
        _ => "lowest machine score first",
    };
}
