using Antenna.Core.Predictions;

namespace Antenna.Core.Tests.Predictions;

/// <summary>
/// The rules of masking written down as they read, in float64 and without a thought for speed: what the kernel is held
/// against.
/// </summary>
internal sealed class ReferenceMasking
{
    public ReferenceMasking(ReadOnlySpan<float> logits, KeptSet kept)
    {
        var row = logits.ToArray().Select(logit => (double)logit).ToArray();
        var keptOnly = row.Select((logit, index) => kept.IsKept(index) ? logit : double.NegativeInfinity).ToArray();
        Unmasked = Softmax(row);
        Reweighted = Softmax(keptOnly);
        Absolute = [.. Unmasked.Select((p, index) => kept.IsKept(index) ? p : 0)];
        SourceWinner = BestFirst(row).First();
        Ranked = [.. BestFirst(keptOnly).Where(index => double.IsFinite(keptOnly[index]))];
        Masses = new(
            Unmasked.Where((_, index) => kept.IsListed(index)).Sum(),
            Unmasked.Where((_, index) => kept.IsNotATaxon(index)).Sum(),
            Unmasked.Where((_, index) => !kept.IsKept(index)).Sum());
        LargestExcluded = Unmasked.Where((_, index) => !kept.IsKept(index)).DefaultIfEmpty(0).Max();
    }

    public double[] Unmasked { get; }

    public double[] Reweighted { get; }

    public double[] Absolute { get; }

    public int SourceWinner { get; }

    /// <summary>The kept classes above −∞, best first.</summary>
    public IReadOnlyList<int> Ranked { get; }

    public Masses Masses { get; }

    public double LargestExcluded { get; }

    private static IEnumerable<int> BestFirst(double[] logits) =>
        Enumerable.Range(0, logits.Length).OrderByDescending(index => logits[index]).ThenBy(index => index);

    private static double[] Softmax(double[] logits)
    {
        var highest = logits.Max();
        var terms = logits.Select(logit => Math.Exp(logit - highest)).ToArray();
        var sum = terms.Sum();
        return [.. terms.Select(term => term / sum)];
    }
}
