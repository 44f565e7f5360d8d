namespace Antenna.Core.Predictions;

/// <summary>
/// Sums of exp(logit − reference) over the three groups of classes, where the kept groups have one reference and the
/// excluded classes another, each no less than any logit of its own.
/// </summary>
internal struct GroupSums(double keptReference, double excludedReference)
{
    public readonly double KeptReference = keptReference;
    public readonly double ExcludedReference = excludedReference;
    public double Listed;
    public double Nothing;
    public double OffList;
}
