using System.Runtime.InteropServices;
using Antenna.Core.Predictions;

namespace Antenna.Data.Import.Pipeline;

/// <summary>
/// Works out what a classifier itself predicted: from its logits, else from its scores, else from the label that was delivered.
/// </summary>
/// <param name="checks">Compares logits with what else was delivered, and puts right what are no logits.</param>
/// <param name="findings">Receives reports of what is odd.</param>
internal sealed class SourcePredictions(LogitsChecks checks, ImportFindings findings)
{
    private const int Top = 10;

    // Scores as they are written may be a little over 1.
    private const double Rounding = 1e-3;

    public SourcePrediction Of(ResultRow row, DeliveredResult delivered)
    {
        var classifier = row.Classifier;
        if (delivered.Logits.Count > 0 && OfLogits(row, delivered) is { } prediction)
            return prediction;

        var places = delivered.Scores.TrueForAll(score => score is >= -Rounding and <= 1 + Rounding)
            ? Places(classifier, delivered)
            : [];
        return places.Count > 0 ? OfScores(places) : OfLabel(row, delivered);
    }

    private SourcePrediction? OfLogits(ResultRow row, DeliveredResult delivered)
    {
        var classifier = row.Classifier;
        if (delivered.Logits.Count != classifier.Map!.Count)
        {
            findings.Warn(
                $"Logits of {ShortText.Of(classifier.Name)} that are more or fewer than its classes are imported as they are; masks skip these rows.",
                row.Place, $"{CountText.Of(delivered.Logits.Count, "logit", "logits")}, {CountText.Of(classifier.Map.Count, "class", "classes")}");
            return null;
        }

        var logits = CollectionsMarshal.AsSpan(delivered.Logits);
        checks.MakeLogits(row, logits, delivered);
        var fault = MaskedPrediction.TryCompute(logits, classifier.Everything!, Top, out var prediction);
        if (prediction is null)
        {
            findings.Warn(
                $"Logits of {ShortText.Of(classifier.Name)} that give no distribution (NaN, +∞, or nothing finite) are imported as they are; masks skip these rows.",
                row.Place, $"{fault}");
            return null;
        }

        checks.Compare(row, logits, delivered, prediction.Winner);
        return new(
            prediction.Winner, prediction.Absolute,
            [.. prediction.Top.Select(each => each.Index)], [.. prediction.Top.Select(each => each.Absolute)]);
    }

    /// <summary>The classes that scores were delivered of; none where it is not known which ones they are.</summary>
    private static List<(int Index, double Score)> Places(ImportedAlgorithm classifier, DeliveredResult delivered)
    {
        if (delivered.Scores.Count == classifier.Map!.Count)
            return [.. delivered.Scores.Index().Select(each => (each.Index, each.Item))];
        if (delivered.Scores.Count != delivered.Labels.Count)
            return [];
        return [.. delivered.Labels.Zip(delivered.Scores)
            .Select(each => (Index: classifier.IndexOf(each.First), Score: each.Second))
            .Where(each => each.Index is not null)
            .Select(each => (each.Index!.Value, each.Score))];
    }

    private static SourcePrediction OfScores(List<(int Index, double Score)> places)
    {
        var best = places.OrderByDescending(each => each.Score).ThenBy(each => each.Index).Take(Top).ToList();
        double[] scores = [.. best.Select(each => Math.Clamp(each.Score, 0, 1))];
        return new(best[0].Index, scores[0], [.. best.Select(each => each.Index)], scores);
    }

    private SourcePrediction OfLabel(ResultRow row, DeliveredResult delivered)
    {
        var classifier = row.Classifier;
        var index = delivered.Label is { } label ? classifier.IndexOf(label) : null;
        if (index is null)
            findings.Warn(
                $"Results without logits, whose label is none of the classes of {ShortText.Of(classifier.Name)}, are imported without a class.",
                row.Place, delivered.Label is null ? "no label" : ShortText.Quote(delivered.Label));
        var score = delivered.Scores.Where(double.IsFinite).DefaultIfEmpty(0).Max();
        if (delivered.Scores.Count == 0)
            findings.Warn($"Results of {ShortText.Of(classifier.Name)} with neither logits nor scores are imported with their label and a score of 0.", row.Place);
        score = Math.Clamp(score, 0, 1);
        return index is { } known ? new(known, score, [known], [score]) : new(null, score, [], []);
    }
}
