using Antenna.Core.Predictions;
using Antenna.Data.Occurrences;
using Antenna.Data.Runs;

namespace Antenna.PostProcessing.Masking;

/// <summary>
/// Applies a mask to rows in memory: what it does to each lineage, and what becomes of the row. A run writes the
/// outcome, a dry run counts it, a preview shows it.
/// </summary>
/// <param name="taxa">The taxon of each class, in the order of the logits.</param>
/// <param name="algorithmId">The masking algorithm; null in a preview or dry run of a mask that was never run.</param>
public sealed class MaskApplication(long? algorithmId, IReadOnlyList<long?> taxa, MaskOptions options)
{
    /// <summary>Applies the mask to one row.</summary>
    /// <param name="newId">Gives the id of a row to write.</param>
    /// <returns>The row, counted as what became of it.</returns>
    public RunCounters Apply(PredictedRow row, LineageChanges changes, Func<long> newId)
    {
        var lineage = changes.Lineage(row.SourceId);
        if (row.Prediction is not { } prediction)
            return Skip(row, lineage, changes);
        if (!lineage.Any(member => member.Terminal))
            return new(SkippedOutOfScope: 1);

        var source = lineage.Single(member => member.IsSource);
        var masked = lineage.SingleOrDefault(member => member.AlgorithmId == algorithmId);
        var decision = MaskEffect.Decide(prediction, options, new(source.Terminal, masked?.Terminal ?? false));
        if (decision.Outcome is MaskOutcome.Restored)
            changes.MakeTerminal(row.OccurrenceId, source);
        else if (decision.Outcome is MaskOutcome.Masked && masked is not null)
            changes.MakeTerminal(row.OccurrenceId, masked);
        else if (decision.Outcome is MaskOutcome.Masked)
            changes.WriteTerminal(row.OccurrenceId, MaskedRow(prediction, source, newId()));

        return decision.Outcome switch
        {
            MaskOutcome.Masked => new(Masked: 1),
            MaskOutcome.Restored => new(Restored: 1),
            MaskOutcome.Held => new(Held: 1),
            _ => new(Unchanged: 1),
        };
    }

    private NewClassification MaskedRow(MaskedPrediction prediction, ClassificationState source, long id) => new()
    {
        Id = id,
        AppliedTo = source,
        AlgorithmId = algorithmId ?? 0,
        TaxonId = taxa[prediction.Winner],
        ClassIndex = prediction.Winner,
        Score = prediction.Score(options.Mode),
        AbsoluteScore = prediction.Absolute,
        Masses = prediction.Masses,
        TopClasses = [.. prediction.Top.Select(score => score.Index)],
        TopScores = [.. prediction.Top.Select(score => options.Mode is ScoreMode.Absolute ? score.Absolute : score.Reweighted)],
    };

    /// <summary>
    /// Skips a row that this mask gives no answer for. Where an earlier mask had replaced the source, the source becomes
    /// terminal again: the state of a lineage under a mask is the same whichever masks came before.
    /// </summary>
    private static RunCounters Skip(PredictedRow row, IReadOnlyList<ClassificationState> lineage, LineageChanges changes)
    {
        var replaced = lineage.Any(member => member is { Terminal: true, IsSource: false });
        if (row.Fault is not LogitsFault.NothingKeptFinite || !replaced)
            return Skipped(row.Fault);
        changes.MakeTerminal(row.OccurrenceId, lineage.Single(member => member.IsSource));
        return new(Restored: 1);
    }

    private static RunCounters Skipped(LogitsFault fault) => fault switch
    {
        LogitsFault.NoLogits => new(SkippedNoLogits: 1),
        LogitsFault.WrongLength => new(SkippedWrongLength: 1),
        _ => new(SkippedNotFinite: 1),
    };
}
