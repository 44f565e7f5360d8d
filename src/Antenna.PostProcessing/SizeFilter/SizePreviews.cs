using System.Globalization;
using System.Runtime.CompilerServices;
using Antenna.Core.Detections;
using Antenna.Data.Occurrences;
using Antenna.Data.Scopes;
using Npgsql;

namespace Antenna.PostProcessing.SizeFilter;

/// <summary>What a person looks at to find a threshold: how large the detections of a scope are, and those that one would flag.</summary>
public sealed class SizePreviews(NpgsqlDataSource dataSource, OccurrenceList occurrences)
{
    /// <summary>How many of the detections that a threshold flags are shown, at most.</summary>
    public const int MostShown = 24;

    private static readonly string[] Digits = ["1", "1.2", "1.5", "2", "2.5", "3", "4", "5", "6", "8"];

    /// <summary>Where one range of sizes ends and the next begins: 1, 2 and 5 of each power of ten, so about equally wide as ratios.</summary>
    public static IReadOnlyList<double> Edges { get; } = Series("1", "2", "5");

    /// <summary>The thresholds that a slider stops at, ascending; the default is one of them.</summary>
    public static IReadOnlyList<double> Stops { get; } = Series(Digits);

    /// <summary>Counts the detections by size, as the filter measures them.</summary>
    public async Task<SizeDistribution> DistributionAsync(RunScope scope, CancellationToken cancellationToken)
    {
        double[] edges = [.. Edges];
        var (buckets, notMeasured) = (new long[edges.Length + 1], 0L);
        await foreach (var (_, size) in MeasureAsync(scope, cancellationToken))
        {
            if (size.Fraction is not { } fraction)
            {
                notMeasured++;
                continue;
            }

            // What is at an edge is in the range that begins there.
            var place = Array.BinarySearch(edges, fraction);
            buckets[place < 0 ? ~place : place + 1]++;
        }

        return new(buckets, notMeasured);
    }

    /// <summary>The detections that a filter finds too small: how many, and those nearest to the threshold.</summary>
    public async Task<SmallDetections> FlaggedAsync(RunScope scope, SizeFilterSettings settings, CancellationToken cancellationToken)
    {
        var (count, nearest) = (0L, new PriorityQueue<(ScopeDetection Detection, double Fraction), (double Fraction, long Id)>());
        await foreach (var (detection, size) in MeasureAsync(scope, cancellationToken))
        {
            if (size.Judge(settings) is not SizeVerdict.TooSmall)
                continue;
            count++;
            nearest.Enqueue((detection, size.Fraction!.Value), (size.Fraction.Value, -detection.Id));
            if (nearest.Count > MostShown)
                nearest.Dequeue();
        }

        var largest = nearest.UnorderedItems.OrderByDescending(each => each.Priority).Select(each => each.Element).ToList();
        var rows = await occurrences.FindAsync([.. largest.Select(each => each.Detection.OccurrenceId).Distinct()], cancellationToken);
        var determinations = rows.ToDictionary(row => row.Id, row => row.Determination);
        return new(count, [.. largest.Select(each => new SmallDetection(each.Detection, each.Fraction, determinations.GetValueOrDefault(each.Detection.OccurrenceId)))]);
    }

    private async IAsyncEnumerable<(ScopeDetection Detection, DetectionSize Size)> MeasureAsync(
        RunScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await foreach (var detection in ScopeDetections.ReadAsync(connection, scope, OccurrenceRange.All, cancellationToken))
            yield return (detection, SizeFilterWork.SizeOf(detection));
    }

    private static IReadOnlyList<double> Series(params string[] digits) =>
    [
        .. from power in Enumerable.Range(-6, 6)
           from digit in digits
           select double.Parse(string.Create(CultureInfo.InvariantCulture, $"{digit}e{power}"), CultureInfo.InvariantCulture),
    ];
}
