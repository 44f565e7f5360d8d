using Antenna.Core.Predictions;
using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.Predictions;

/// <summary>The scores of a classification, class by class, or why there are none.</summary>
/// <param name="CategoryMapId">What the places of the scores mean.</param>
/// <param name="Mode">Of a masked row; null for a classifier's own.</param>
/// <param name="IsOfClasses">A classifier or a mask gave it; what another step says is no class, and has no scores of classes.</param>
/// <param name="AppliedToId">The row that it was derived from; null on a source.</param>
/// <param name="Fault">What is wrong with the logits; none where the scores were derived.</param>
/// <param name="Scores">One a class, 0 for each that a mask excludes; empty where there are none.</param>
/// <param name="Logits">Of the lineage's source, one a class.</param>
public sealed record ScoreVector(
    long ClassificationId, long? CategoryMapId, ScoreMode? Mode, bool IsOfClasses, long? AppliedToId, LogitsFault Fault,
    IReadOnlyList<double> Scores, IReadOnlyList<float> Logits);

/// <summary>
/// Derives the full score vector of a classification from the logits of its lineage's source, what its mask keeps, and its mode,
/// by the very function that masks. No row stores one.
/// </summary>
public sealed class ScoreVectors(IDbContextFactory<AntennaDbContext> contexts)
{
    /// <summary>The scores of a classification; null where there is none of that id.</summary>
    public async Task<ScoreVector?> FindAsync(long classificationId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await (
            from row in context.Classifications
            where row.Id == classificationId
            join algorithm in context.Algorithms on row.AlgorithmId equals algorithm.Id
            join keptSet in context.KeptSets on algorithm.KeptSetId equals keptSet.Id into keptSets
            from keptSet in keptSets.DefaultIfEmpty()
            join stored in context.ClassificationLogits on row.LineageId equals stored.ClassificationId into all
            from stored in all.DefaultIfEmpty()
            select new
            {
                algorithm.Kind,
                algorithm.CategoryMapId,
                algorithm.Mode,
                row.AppliedToId,
                Listed = keptSet == null ? null : keptSet.Listed,
                NotATaxon = keptSet == null ? null : keptSet.NotATaxon,
                Logits = stored == null ? null : stored.Logits,
                Classes = context.CategoryMaps.Where(map => map.Id == algorithm.CategoryMapId).Select(map => map.ClassCount).SingleOrDefault(),
            })
            .AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (found is null)
            return null;
        var none = new ScoreVector(
            classificationId, found.CategoryMapId, found.Mode, found.Kind is AlgorithmKind.Classifier or AlgorithmKind.Masking, found.AppliedToId,
            LogitsFault.NoLogits, [], []);
        if (!none.IsOfClasses || found.Logits is null)
            return none;
        var logits = LogitsBytes.Read(found.Logits).ToArray();
        var kept = found.Listed is null ? KeptSet.Everything(found.Classes) : KeptSet.FromBits(found.Classes, found.Listed, found.NotATaxon!);
        if (MaskedPrediction.TryCompute(logits, kept, 0, out _) is var fault and not LogitsFault.None)
            return none with { Fault = fault };
        var scores = new double[logits.Length];
        MaskedPrediction.Scores(logits, kept, found.Mode ?? ScoreMode.Absolute, scores);
        return none with { Fault = LogitsFault.None, Scores = scores, Logits = logits };
    }
}
