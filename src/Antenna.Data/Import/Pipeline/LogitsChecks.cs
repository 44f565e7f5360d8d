using System.Buffers;
using System.Globalization;
using Antenna.Core.Predictions;

namespace Antenna.Data.Import.Pipeline;

/// <summary>Compares logits with whatever else was delivered of a result: logits are often not what they are called.</summary>
internal sealed class LogitsChecks(ImportFindings findings)
{
    /// <summary>How far scores may be from the softmax of their logits: published ones are rounded.</summary>
    private const double Tolerance = 1e-3;

    private long _disagreeing;
    private double _worst;
    private ImportExample? _worstExample;
    private ImportExample? _firstExample;

    /// <summary>
    /// Some services fill the logits with a copy of the softmax. Where they did, turns p into ln p, whose softmax is p again
    /// (to 1e-6 where they sum to 1).
    /// </summary>
    public void MakeLogits(ResultRow row, Span<float> logits, DeliveredResult delivered)
    {
        if (!AreProbabilities(logits) || AreConfirmed(row, logits, delivered))
            return;
        foreach (ref var value in logits)
            value = (float)Math.Log(value);
        findings.Note(
            $"What {ShortText.Of(row.Classifier.Name)} calls logits are probabilities (between 0 and 1, and of the sum 1): "
            + "their logarithms are stored, which give back the same probabilities.",
            row.Place);
    }

    /// <summary>Reports scores and a label that are not those of the logits.</summary>
    public void Compare(ResultRow row, ReadOnlySpan<float> logits, DeliveredResult delivered, int winner)
    {
        var classifier = row.Classifier;
        if (delivered.Label is { } label && label != classifier.Map![winner].Label)
            findings.Warn(
                $"Delivered labels are not those of the highest logit of {ShortText.Of(classifier.Name)}; the logits count.",
                row.Place, $"{ShortText.Quote(label)} delivered, {ShortText.Quote(classifier.Map[winner].Label)} has the highest logit");
        if (delivered.Scores.Count == 0)
            return;

        var softmax = ArrayPool<double>.Shared.Rent(logits.Length);
        var probabilities = softmax.AsSpan(0, logits.Length);
        MaskedPrediction.Scores(logits, classifier.Everything!, ScoreMode.Absolute, probabilities);
        if (delivered.Scores.Count == logits.Length)
            CompareAll(row, probabilities, delivered);
        else if (delivered.Scores.Count == delivered.Labels.Count)
            CompareLabelled(row, probabilities, delivered);
        else
            findings.Note(
                $"Scores of {ShortText.Of(classifier.Name)} that are neither one a class nor one a label cannot be compared with the logits; the logits count.",
                row.Place, $"{CountText.Of(delivered.Scores.Count, "score", "scores")}, {CountText.Of(logits.Length, "class", "classes")}");
        ArrayPool<double>.Shared.Return(softmax);
    }

    /// <summary>Reports what became of the comparisons; to be called when all is read.</summary>
    public void Report()
    {
        if (_disagreeing == 0)
            return;
        ImportExample[] examples = _firstExample == _worstExample ? [_firstExample!] : [_firstExample!, _worstExample!];
        findings.Add(new(
            ImportFindingLevel.Warning,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Delivered scores differ from the softmax of their logits by more than {Tolerance}, by {_worst:0.####} at worst; the logits count."),
            _disagreeing, examples));
    }

    private static bool AreProbabilities(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            // NaN is no probability either.
            if (!(value is >= 0 and <= 1))
                return false;
            sum += value;
        }

        return Math.Abs(sum - 1) <= Tolerance;
    }

    /// <summary>
    /// Whether scores show that these really are logits, which may happen to lie between 0 and 1 and to sum to 1 where
    /// there are few classes: their softmax is nearer to the scores than they are themselves.
    /// </summary>
    private static bool AreConfirmed(ResultRow row, ReadOnlySpan<float> logits, DeliveredResult delivered)
    {
        if (delivered.Scores.Count != logits.Length)
            return false;
        var softmax = new double[logits.Length];
        MaskedPrediction.Scores(logits, row.Classifier.Everything!, ScoreMode.Absolute, softmax);
        double asLogits = 0, asCopy = 0;
        foreach (var (index, score) in delivered.Scores.Index())
        {
            asLogits = Math.Max(asLogits, Math.Abs(softmax[index] - score));
            asCopy = Math.Max(asCopy, Math.Abs(logits[index] - score));
        }

        return asLogits < asCopy;
    }

    private void CompareAll(ResultRow row, ReadOnlySpan<double> probabilities, DeliveredResult delivered)
    {
        var (worst, at) = (0.0, 0);
        for (var index = 0; index < probabilities.Length; index++)
        {
            var distance = Distance(delivered.Scores[index], probabilities[index]);
            if (distance > worst)
                (worst, at) = (distance, index);
        }

        Count(row, worst, at, delivered.Scores[at], probabilities[at]);
    }

    private void CompareLabelled(ResultRow row, ReadOnlySpan<double> probabilities, DeliveredResult delivered)
    {
        foreach (var (label, score) in delivered.Labels.Zip(delivered.Scores))
        {
            if (row.Classifier.IndexOf(label) is { } index && Distance(score, probabilities[index]) is > Tolerance and var distance)
            {
                Count(row, distance, index, score, probabilities[index]);
                return;
            }
        }
    }

    private static double Distance(double score, double probability) =>
        Math.Abs(score - probability) is var distance && double.IsNaN(distance) ? 1 : distance;

    private void Count(ResultRow row, double distance, int index, double score, double probability)
    {
        if (distance <= Tolerance)
            return;
        _disagreeing++;
        if (distance <= _worst)
            return;
        _worst = distance;
        _worstExample = new(row.Place, string.Create(
            CultureInfo.InvariantCulture,
            $"{ShortText.Quote(row.Classifier.Map![index].Label)} scores {score:0.####}, the softmax of its logit is {probability:0.####}"));
        _firstExample ??= _worstExample;
    }
}
