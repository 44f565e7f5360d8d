namespace Antenna.Core.Predictions;

/// <summary>
/// The two distributions of a masked row, unmasked and among the kept classes, from the sums of its exponentials.
/// </summary>
internal readonly struct MaskedSoftmax
{
    private readonly double _reference;
    private readonly double _sum;
    private readonly double _keptReference;
    private readonly double _keptSum;

    public MaskedSoftmax(in GroupSums sums)
    {
        _keptReference = sums.KeptReference;
        _keptSum = sums.Listed + sums.Nothing;
        _reference = Math.Max(sums.KeptReference, sums.ExcludedReference);

        // Bring both groups to the higher reference. The lower group may well vanish here: what it is relative to the other
        // is then 0 to every digit that float64 has, and what its classes are among themselves does not enter this sum.
        var keptScale = Exponential.OfNonPositive(sums.KeptReference - _reference);
        var excludedScale = Exponential.OfNonPositive(sums.ExcludedReference - _reference);
        _sum = (_keptSum * keptScale) + (sums.OffList * excludedScale);
        Masses = new(
            sums.Listed * keptScale / _sum, sums.Nothing * keptScale / _sum, sums.OffList * excludedScale / _sum);
    }

    public Masses Masses { get; }

    /// <summary>The unmasked probability of a class of this logit.</summary>
    public double Absolute(float logit) => Exponential.OfNonPositive(logit - _reference) / _sum;

    /// <summary>The probability, among the kept classes, of a kept class of this logit.</summary>
    public double Reweighted(float logit) => Exponential.OfNonPositive(logit - _keptReference) / _keptSum;

    /// <summary>What to take from a logit before the exponential, and what to divide by after it.</summary>
    public (double Reference, double Sum) Scale(ScoreMode mode) =>
        mode is ScoreMode.Absolute ? (_reference, _sum) : (_keptReference, _keptSum);
}
