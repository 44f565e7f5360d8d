using Antenna.Data.Model;
using Antenna.Data.Scopes;

namespace Antenna.PostProcessing.SizeFilter;

/// <summary>How many detections of a scope cover how much of their capture.</summary>
/// <param name="Buckets">
/// By size: those under the first edge, those from each edge to the next, and those from the last edge on. One more than there
/// are edges.
/// </param>
/// <param name="NotMeasured">Those whose size cannot be told: no box, a capture of unknown size, a box that covers nothing.</param>
public sealed record SizeDistribution(IReadOnlyList<long> Buckets, long NotMeasured)
{
    /// <summary>Those whose size is known.</summary>
    public long Measured => Buckets.Sum();
}

/// <summary>Detections of a scope that a filter finds too small.</summary>
/// <param name="Count">Their number.</param>
/// <param name="Largest">The largest of them, largest first.</param>
public sealed record SmallDetections(long Count, IReadOnlyList<SmallDetection> Largest);

/// <summary>A detection that a filter finds too small.</summary>
/// <param name="Fraction">The part of its capture that it covers.</param>
/// <param name="Determination">Of its occurrence; null for none.</param>
public sealed record SmallDetection(ScopeDetection Detection, double Fraction, TaxonName? Determination);
