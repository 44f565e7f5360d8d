using Antenna.Core.Predictions;

namespace Antenna.Benchmarks;

/// <summary>
/// What the kernel is measured against: the masked prediction as a plain loop in double, one class after the other,
/// with the same answers and nothing done twice that a careful author would do once.
/// </summary>
internal sealed class ScalarMasking(KeptSet kept, int top)
{
    private readonly bool[] _listed = [.. Enumerable.Range(0, kept.ClassCount).Select(kept.IsListed)];
    private readonly bool[] _nothing = [.. Enumerable.Range(0, kept.ClassCount).Select(kept.IsNotATaxon)];
    private readonly int[] _best = new int[top];

    public ScalarPrediction Compute(ReadOnlySpan<float> logits)
    {
        var (source, excluded, ranked) = Rank(logits);
        double reference = logits[source], keptReference = logits[_best[0]];
        double listed = 0, nothing = 0, offList = 0, keptSum = 0;
        for (var index = 0; index < logits.Length; index++)
        {
            var term = Math.Exp(logits[index] - reference);
            if (_listed[index])
                listed += term;
            else if (_nothing[index])
                nothing += term;
            else
                offList += term;
        }

        // Relative to the winner the kept sum is at least 1; only where it drowns does it need a loop of its own.
        keptSum = (listed + nothing) * Math.Exp(reference - keptReference);
        if (reference - keptReference > 600)
            keptSum = SumKept(logits, keptReference);

        var sum = listed + nothing + offList;
        var scores = new ClassScore[ranked];
        for (var place = 0; place < ranked; place++)
        {
            double logit = logits[_best[place]];
            scores[place] = new(_best[place], Math.Exp(logit - reference) / sum, Math.Exp(logit - keptReference) / keptSum);
        }
        return new(
            source, 1 / sum, new(listed / sum, nothing / sum, offList / sum),
            excluded < 0 ? 0 : Math.Exp(logits[excluded] - reference) / sum, scores);
    }

    private (int Source, int Excluded, int Ranked) Rank(ReadOnlySpan<float> logits)
    {
        int source = 0, excluded = -1, ranked = 0;
        for (var index = 0; index < logits.Length; index++)
        {
            var logit = logits[index];
            if (float.IsNaN(logit) || float.IsPositiveInfinity(logit))
                throw new ArgumentException($"Logit {index} is {logit}.", nameof(logits));
            if (logit > logits[source])
                source = index;
            if (!_listed[index] && !_nothing[index])
            {
                if (excluded < 0 || logit > logits[excluded])
                    excluded = index;
                continue;
            }

            if (ranked == _best.Length && !(logit > logits[_best[^1]]))
                continue;
            ranked = Math.Min(ranked + 1, _best.Length);
            var place = ranked - 1;
            for (; place > 0 && logits[_best[place - 1]] < logit; place--)
                _best[place] = _best[place - 1];
            _best[place] = index;
        }
        return (source, excluded, ranked);
    }

    private double SumKept(ReadOnlySpan<float> logits, double reference)
    {
        double sum = 0;
        for (var index = 0; index < logits.Length; index++)
            if (_listed[index] || _nothing[index])
                sum += Math.Exp(logits[index] - reference);
        return sum;
    }
}

/// <summary>The scalar loop's answer; the winner is the first of <paramref name="Top"/>.</summary>
internal sealed record ScalarPrediction(
    int SourceWinner, double SourceScore, Masses Masses, double LargestExcluded, IReadOnlyList<ClassScore> Top);
