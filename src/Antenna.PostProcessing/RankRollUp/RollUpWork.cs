using System.Runtime.CompilerServices;
using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Predictions;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Tasks;
using Npgsql;

namespace Antenna.PostProcessing.RankRollUp;

/// <summary>A lineage with what its row would be rolled up to.</summary>
/// <param name="Base">The row that was rolled up; null where the lineage had no terminal row any more.</param>
/// <param name="Skipped">The outcome of a row that has no distribution; null where it has one.</param>
/// <param name="Answer">Null where no rank is sure.</param>
public sealed record RolledUpRow(long SourceId, long OccurrenceId, LineageBase? Base, string? Skipped, RollUpAnswer? Answer)
    : TaskRow(OccurrenceId, SourceId);

/// <summary>What a row is rolled up to.</summary>
/// <param name="AbsoluteScore">What the classes add up to by the classifier's own probabilities.</param>
/// <param name="Masses">Of a masked row: those of its mask.</param>
public sealed record RollUpAnswer(RolledUpTaxon Taxon, double AbsoluteScore, Masses? Masses);

/// <summary>
/// The work of a roll-up: reads the lineages of a classifier, each with the row that counts, and adds the coarser one where
/// that one is sure.
/// </summary>
/// <param name="classifierId">The classifier whose lineages are rolled up.</param>
/// <param name="algorithmId">The roll-up's algorithm; null in a preview or dry run of one that was never run.</param>
/// <param name="kept">What each mask of the classifier keeps, by its algorithm.</param>
public sealed class RollUpWork(
    long classifierId, long? algorithmId, RollUpBasis basis, RollUpSettings settings, IReadOnlyDictionary<long, KeptSet> kept) : TaskWork<RolledUpRow>
{
    private readonly RollUp _rollUp = new(basis.Ancestry, settings);
    private readonly KeptSet _everything = KeptSet.Everything(basis.Map.Count);

    /// <summary>Loads what the classifier's masks keep.</summary>
    internal static async Task<RollUpWork> LoadAsync(
        NpgsqlConnection connection, long classifierId, long? algorithmId, RollUpBasis basis, RollUpSettings settings, CancellationToken cancellationToken) =>
        new(
            classifierId, algorithmId, basis, settings,
            await MaskAlgorithms.LoadKeptSetsAsync(connection, classifierId, basis.Map.Count, cancellationToken));

    public override Task<long> CountAsync(NpgsqlConnection connection, RunScope scope, CancellationToken cancellationToken) =>
        ScopeRows.CountAsync(connection, scope, classifierId, cancellationToken);

    // Computed as the rows are read: logits of tens of thousands of classes are not kept until their batch is locked. What
    // was read of a lineage still holds then, or the row is out of scope.
    public override async IAsyncEnumerable<RolledUpRow> ReadAsync(
        NpgsqlConnection connection, RunScope scope, OccurrenceRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var reader = await ScopeRows.ReadWithBasesAsync(connection, scope, classifierId, range, cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            yield return Compute(reader.SourceId, reader.OccurrenceId, reader.Base, reader.Logits);
    }

    public override string Apply(RolledUpRow row, LineageChanges changes, Func<long> newId)
    {
        var lineage = changes.Lineage(row.SourceId);
        var terminal = lineage.SingleOrDefault(member => member.Terminal);
        if (terminal is null || row.Base is not { } read || read.TerminalId != terminal.Id)
            return RollUpOutcomes.OutOfScope;
        if (row.Skipped is { } skipped)
            return skipped;
        if (row.Answer is not { } answer)
            return RollUpOutcomes.NoneSure;
        if (!IsCoarser(answer.Taxon.Rank, terminal.TaxonId))
            return RollUpOutcomes.Unchanged;

        var origin = lineage.Single(member => member.Id == read.BaseId);
        if (lineage.SingleOrDefault(member => member.AlgorithmId == algorithmId && member.AppliedToId == origin.Id) is { } known)
            changes.MakeTerminal(row.OccurrenceId, known);
        else
            changes.WriteTerminal(row.OccurrenceId, NewRow(answer, origin, newId()));
        return RollUpOutcomes.RolledUp;
    }

    /// <summary>Rolls up one row.</summary>
    /// <param name="read">The row that counts; null for none.</param>
    /// <param name="logits">Of the lineage's source.</param>
    public RolledUpRow Compute(long sourceId, long occurrenceId, LineageBase? read, ReadOnlySpan<float> logits)
    {
        if (read is not { } row)
            return new(sourceId, occurrenceId, null, null, null);
        var mask = row.BaseId == sourceId ? _everything : kept.GetValueOrDefault(row.AlgorithmId);
        if (mask is null)
            return new(sourceId, occurrenceId, read, RollUpOutcomes.UnknownScores, null);
        if (_rollUp.TryCompute(logits, mask, out var prediction) is var fault and not LogitsFault.None)
            return new(sourceId, occurrenceId, read, RollUpOutcomes.Of(fault), null);
        return new(sourceId, occurrenceId, read, null, prediction!.Taxon is { } taxon ? Answer(taxon, logits, mask) : null);
    }

    /// <summary>What a run would make of one prediction, and what it tried. Nothing is written.</summary>
    /// <param name="logits">Of the lineage's source.</param>
    /// <param name="mask">What a masked prediction's mask keeps; null for the classifier's own.</param>
    /// <param name="taxonId">What the prediction says.</param>
    public RollUpPreview Preview(ReadOnlySpan<float> logits, KeptSet? mask, long? taxonId)
    {
        if (_rollUp.TryCompute(logits, mask ?? _everything, out var prediction) is var fault and not LogitsFault.None)
            return new([], null, RollUpOutcomes.Of(fault));
        var steps = prediction!.Steps.Select(Name).ToList();
        return prediction.Taxon switch
        {
            null => new(steps, null, RollUpOutcomes.NoneSure),
            { } taxon when !IsCoarser(taxon.Rank, taxonId) => new(steps, null, RollUpOutcomes.Unchanged),
            _ => new(steps, steps[^1], RollUpOutcomes.RolledUp),
        };
    }

    /// <summary>What the taxa of one rank add up to that some classes are within, beside what a preview answers.</summary>
    /// <inheritdoc cref="Preview" path="/param"/>
    /// <param name="classes">Indices of classes.</param>
    /// <returns>One a class, in their order; null where it is within no taxon of the rank.</returns>
    public IReadOnlyList<(TaxonName Taxon, double Score)?> ScoresOf(ReadOnlySpan<float> logits, KeptSet? mask, Rank rank, IReadOnlyList<int> classes) =>
        [.. _rollUp.ScoresOf(logits, mask ?? _everything, rank, classes)
            .Select(score => score is { } known && Name(known.TaxonId) is { } taxon ? (taxon, known.Score) : ((TaxonName, double)?)null)];

    private PreviewedStep Name(RollUpStep step) => new(
        step.Threshold.Rank,
        step.Threshold.Score,
        step.Best is { } best ? Name(best.TaxonId) : null,
        step.Best?.Score ?? 0,
        step.IsReached);

    private TaxonName? Name(long taxonId) => basis.Tree.TryGet(taxonId, out var node) ? new(taxonId, node.Name, node.Rank) : null;

    private RollUpAnswer Answer(RolledUpTaxon taxon, ReadOnlySpan<float> logits, KeptSet mask)
    {
        if (ReferenceEquals(mask, _everything))
            return new(taxon, taxon.Score, null);
        MaskedPrediction.TryCompute(logits, mask, 1, out var masked);
        var masses = masked!.Masses;
        return new(
            taxon,
            settings.Distribution is ScoreMode.Absolute ? taxon.Score : Math.Min(taxon.Score * (masses.Listed + masses.Nothing), 1),
            masses);
    }

    /// <summary>Whether a taxon of a rank says less than what counts. What no taxon names says least, and is never less sure.</summary>
    private bool IsCoarser(Rank rank, long? taxonId) =>
        taxonId is not { } taxon || (basis.Tree.Contains(taxon) && basis.Tree.IsFinerThan(taxon, rank));

    private NewClassification NewRow(RollUpAnswer answer, ClassificationState origin, long id) => new()
    {
        Id = id,
        DetectionId = origin.DetectionId,
        AppliedToId = origin.Id,
        LineageId = origin.LineageId,
        AlgorithmId = algorithmId ?? 0,
        TaxonId = answer.Taxon.TaxonId,
        Score = answer.Taxon.Score,
        AbsoluteScore = answer.AbsoluteScore,
        CreatedAt = origin.CreatedAt,
        Masses = answer.Masses,
        TopTaxa = [.. answer.Taxon.Top.Select(top => top.TaxonId)],
        TopScores = [.. answer.Taxon.Top.Select(top => top.Score)],
    };
}
