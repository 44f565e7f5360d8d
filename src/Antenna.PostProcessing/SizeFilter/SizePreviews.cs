using System.Globalization;
using Antenna.Core.Detections;
using Antenna.Data.Scopes;
using Npgsql;

namespace Antenna.PostProcessing.SizeFilter;

/// <summary>What a person looks at to find a threshold: how large the detections of a scope are, and those that one would flag.</summary>
public sealed class SizePreviews(NpgsqlDataSource dataSource)
{
    /// <summary>How many of the detections that a threshold flags are shown, at most.</summary>
    public const int MostShown = 24;

    private static readonly string[] Digits = ["1", "1.2", "1.5", "2", "2.5", "3", "4", "5", "6", "8"];

    /// <summary>Where one range of sizes ends and the next begins: 1, 2 and 5 of each power of ten, so about equally wide as ratios.</summary>
    public static IReadOnlyList<double> Edges { get; } = Series("1", "2", "5");

    /// <summary>The thresholds that a slider stops at, ascending; the default is one of them.</summary>
    public static IReadOnlyList<double> Stops { get; } = Series(Digits);

    public async Task<SizeDistribution> DistributionAsync(RunScope scope, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        return await ScopeSizes.DistributionAsync(connection, scope, Edges, cancellationToken);
    }

    /// <summary>The detections that a filter finds too small: how many, and those nearest to the threshold.</summary>
    public async Task<SmallDetections> FlaggedAsync(RunScope scope, SizeFilterSettings settings, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        return await ScopeSizes.UnderAsync(connection, scope, settings.Fraction, MostShown, cancellationToken);
    }

    /// <summary>The part of its capture that a detection covers, as the filter measures it.</summary>
    public static double FractionOf(SmallDetection detection)
    {
        var box = detection.Detection.Box!.Value;
        return DetectionSize.Of((box.X1, box.Y1, box.X2, box.Y2), detection.Detection.CaptureWidth, detection.Detection.CaptureHeight).Fraction
            ?? throw new InvalidOperationException($"Detection {detection.Detection.Id} has no size.");
    }

    private static IReadOnlyList<double> Series(params string[] digits) =>
    [
        .. from power in Enumerable.Range(-6, 6)
           from digit in digits
           select double.Parse(string.Create(CultureInfo.InvariantCulture, $"{digit}e{power}"), CultureInfo.InvariantCulture),
    ];
}
