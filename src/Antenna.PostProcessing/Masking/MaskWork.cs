using System.Runtime.CompilerServices;
using Antenna.Core.Predictions;
using Antenna.Data.Occurrences;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Tasks;
using Npgsql;

namespace Antenna.PostProcessing.Masking;

/// <summary>One source with its masked prediction, or why there is none.</summary>
public sealed record PredictedRow(long SourceId, long OccurrenceId, LogitsFault Fault, MaskedPrediction? Prediction)
    : TaskRow(OccurrenceId, SourceId)
{
    /// <summary>
    /// The positions in <see cref="AddableTaxa"/> of what would win the row if it alone were added; nothing where nobody asked.
    /// </summary>
    public IReadOnlyList<int> WonByAdding { get; init; } = [];
}

/// <summary>
/// The work of a mask: reads the lineages of a classifier, and applies the mask to each on the states in memory. A run
/// writes what it does, a dry run counts it, a preview shows it.
/// </summary>
/// <param name="classifierId">The classifier whose lineages are masked.</param>
/// <param name="algorithmId">The masking algorithm; null in a preview or dry run of a mask that was never run.</param>
/// <param name="taxa">The taxon of each class, in the order of the logits.</param>
public sealed class MaskWork(long classifierId, long? algorithmId, KeptSet kept, IReadOnlyList<long?> taxa, MaskOptions options) : TaskWork<PredictedRow>
{
    /// <summary>Classes of a masked row that are stored, best first.</summary>
    public const int Top = 10;

    /// <summary>What to look for in each row as it is read, beside the mask itself; null for nothing.</summary>
    public AddableTaxa? Addable { get; init; }

    public override Task<long> CountAsync(NpgsqlConnection connection, RunScope scope, CancellationToken cancellationToken) =>
        ScopeRows.CountAsync(connection, scope, classifierId, cancellationToken);

    public override async IAsyncEnumerable<PredictedRow> ReadAsync(
        NpgsqlConnection connection, RunScope scope, OccurrenceRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var reader = await ScopeRows.ReadAsync(connection, scope, classifierId, range, cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            yield return Predict(reader);
    }

    public override string Apply(PredictedRow row, LineageChanges changes, Func<long> newId)
    {
        var lineage = changes.Lineage(row.SourceId);
        if (row.Fault is not (LogitsFault.None or LogitsFault.NothingKeptFinite))
            return MaskOutcomes.Of(row.Fault);
        if (!lineage.Any(member => member.Terminal))
            return MaskOutcomes.OutOfScope;

        var source = lineage.Single(member => member.IsSource);
        if (row.Prediction is not { } prediction)
            return LeaveToSource(row, source, changes);
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
            MaskOutcome.Masked => MaskOutcomes.Masked,
            MaskOutcome.Restored => MaskOutcomes.Restored,
            MaskOutcome.Held => MaskOutcomes.Held,
            _ => MaskOutcomes.Unchanged,
        };
    }

    private PredictedRow Predict(SourceRowReader row)
    {
        // Rows that are counted and not written need no list of the best classes.
        var fault = MaskedPrediction.TryCompute(row.Logits, kept, Addable is null ? Top : 1, out var prediction);
        return new(row.SourceId, row.OccurrenceId, fault, prediction)
        {
            WonByAdding = Addable is not null && fault is (LogitsFault.None or LogitsFault.NothingKeptFinite)
                ? Addable.WinnersOf(row.Logits, prediction, options.HoldBelow)
                : [],
        };
    }

    private NewClassification MaskedRow(MaskedPrediction prediction, ClassificationState source, long id) => new()
    {
        Id = id,
        DetectionId = source.DetectionId,
        AppliedToId = source.Id,
        LineageId = source.LineageId,
        AlgorithmId = algorithmId ?? 0,
        TaxonId = taxa[prediction.Winner],
        ClassIndex = prediction.Winner,
        Score = prediction.Score(options.Mode),
        AbsoluteScore = prediction.Absolute,
        CreatedAt = source.CreatedAt,
        Masses = prediction.Masses,
        TopClasses = [.. prediction.Top.Select(score => score.Index)],
        TopScores = [.. prediction.Top.Select(score => options.Mode is ScoreMode.Absolute ? score.Absolute : score.Reweighted)],
    };

    /// <summary>
    /// Has the source count of a row of which the list keeps only what is impossible: the state of a lineage under a mask is
    /// the same whichever masks came before.
    /// </summary>
    private static string LeaveToSource(PredictedRow row, ClassificationState source, LineageChanges changes)
    {
        if (source.Terminal)
            return MaskOutcomes.Unchanged;
        changes.MakeTerminal(row.OccurrenceId, source);
        return MaskOutcomes.Restored;
    }
}
