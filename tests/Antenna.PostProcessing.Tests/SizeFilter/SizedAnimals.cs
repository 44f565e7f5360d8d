using System.Globalization;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing.Scenarios;

namespace Antenna.PostProcessing.Tests.SizeFilter;

/// <summary>Gives detections a size, on captures of 1,000 by 1,000 px: their box covers so many of a million px.</summary>
internal static class SizedAnimals
{
    /// <summary>A box that covers so many px.</summary>
    public static Task CoverAsync(this RunBench bench, long detectionId, double px) => bench.ExecuteSqlAsync(string.Create(
        CultureInfo.InvariantCulture,
        $"""
        update captures set width = 1000, height = 1000 from detections where detections.id = {detectionId} and captures.id = detections.capture_id;
        update detections set x1 = 100, y1 = 100, x2 = 100 + {px}, y2 = 101 where id = {detectionId};
        """));

    /// <summary>Each detection of an animal, in their order.</summary>
    public static async Task CoverAsync(this RunBench bench, ScenarioOccurrence animal, params IReadOnlyList<double> px)
    {
        foreach (var (detection, covered) in animal.Detections.Zip(px))
            await bench.CoverAsync(detection, covered);
    }
}
