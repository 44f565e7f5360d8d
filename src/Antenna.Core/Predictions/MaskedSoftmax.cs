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

    /// <param name="keptReference">The best kept logit, relative to which the kept exponentials were summed.</param>
    /// <param name="excludedReference">The same of the excluded classes; −∞ where there are none.</param>
    /// <param name="listed">Σ exp(logit − kept reference) over the listed classes.</param>
    /// <param name="nothing">The same over the classes that are not a taxon.</param>
    /// <param name="offList">Σ exp(logit − excluded reference) over the excluded classes.</param>
    public MaskedSoftmax(double keptReference, double excludedReference, double listed, double nothing, double offList)
    {
        _keptReference = keptReference;
        _keptSum = listed + nothing;
        _reference = Math.Max(keptReference, excludedReference);

        var keptScale = Math.Exp(keptReference - _reference);
        var excludedScale = Math.Exp(excludedReference - _reference);
        _sum = (_keptSum * keptScale) + (offList * excludedScale);
        Masses = new(listed * keptScale / _sum, nothing * keptScale / _sum, offList * excludedScale / _sum);
    }

    public Masses Masses { get; }

    /// <summary>The unmasked probability of a class of this logit.</summary>
    public double Absolute(float logit) => Math.Exp(logit - _reference) / _sum;

    /// <summary>The probability, among the kept classes, of a kept class of this logit.</summary>
    public double Reweighted(float logit) => Math.Exp(logit - _keptReference) / _keptSum;

    /// <summary>What to take from a logit before the exponential, and what to divide by after it.</summary>
    public (double Reference, double Sum) Scale(ScoreMode mode) =>
        mode is ScoreMode.Absolute ? (_reference, _sum) : (_keptReference, _keptSum);
}
