using Antenna.Core.Occurrences;
using Antenna.Core.Predictions;
using Antenna.Data.Model;
using Antenna.Data.Taxonomy;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.Occurrences;

/// <summary>Reads classifications with the names of all that they refer to: the one query that pages and API both show.</summary>
internal static class PredictionCards
{
    /// <summary>The classifications, by descending ids: three statements, however many they are.</summary>
    /// <param name="classifications">With each derived row the one that it was derived from.</param>
    /// <param name="determination">Of the occurrence that they are of; null where they are of several.</param>
    public static async Task<IReadOnlyList<PredictionCard>> ReadAsync(
        AntennaDbContext context, IQueryable<Classification> classifications, Determination? determination, CancellationToken cancellationToken)
    {
        var rows = await Named(context, classifications).ToListAsync(cancellationToken);
        var classes = await PredictedClasses.LoadAsync(context, rows, cancellationToken);
        var taxa = await TaxonNames.LoadAsync(context, rows.SelectMany(row => row.Row.TopTaxa ?? []).Select(id => (long?)id), cancellationToken);
        var byId = rows.ToDictionary(row => row.Row.Id);
        return [.. rows.Select(row => Card(row, byId, classes, taxa, determination))];
    }

    private static IQueryable<NamedPrediction> Named(AntennaDbContext context, IQueryable<Classification> classifications) =>
        (from row in classifications
         join algorithm in context.Algorithms on row.AlgorithmId equals algorithm.Id
         join taxon in context.Taxa on row.TaxonId equals taxon.Id into taxa
         from taxon in taxa.DefaultIfEmpty()
         join run in context.Runs on row.RunId equals run.Id into runs
         from run in runs.DefaultIfEmpty()
         join version in context.TaxaListVersions on run!.TaxaListVersionId equals version.Id into versions
         from version in versions.DefaultIfEmpty()
         join list in context.TaxaLists on version!.TaxaListId equals list.Id into lists
         from list in lists.DefaultIfEmpty()
         orderby row.Id descending
         select new NamedPrediction(
             row,
             new AlgorithmName(algorithm.Id, algorithm.Key, algorithm.Name, algorithm.Kind),
             algorithm.CategoryMapId,
             algorithm.Mode,
             taxon == null ? null : new TaxonName(taxon.Id, taxon.Name, taxon.Rank),
             run == null ? null : new RunOrigin(
                 run.Id,
                 run.CreatedAt,
                 list == null ? null : new TaxaListVersionName(version!.Id, list.Id, list.Name, version.Number)
                 {
                     BaseNumber = context.TaxaListVersions.Where(each => each.Id == version.BaseVersionId).Select(each => each.Number).SingleOrDefault(),
                     Changes = version.ChangeCount ?? 0,
                 })))
        .AsNoTracking();

    private static PredictionCard Card(
        NamedPrediction prediction, Dictionary<long, NamedPrediction> byId, PredictedClasses classes, TaxonNames taxa, Determination? determination)
    {
        var row = prediction.Row;
        var origin = row.AppliedToId is { } id ? byId[id] : null;
        return new(
            prediction.Run?.CreatedAt ?? row.CreatedAt,
            row.Id == determination?.ClassificationId,
            row.Id,
            row.DetectionId,
            prediction.Algorithm,
            row.Terminal,
            prediction.Taxon,
            classes.Label(prediction.CategoryMapId, row.ClassIndex),
            row.Score,
            row.AbsoluteScore,
            prediction.Mode,
            row.CreatedAt,
            row is { ListedMass: { } listed, NothingMass: { } nothing, OffListMass: { } offList } ? new Masses(listed, nothing, offList) : null,
            classes.Top(prediction.CategoryMapId, row),
            [.. (row.TopTaxa ?? []).Zip(row.TopScores ?? []).Select(top => new PredictedTaxon(taxa.Find(top.First)!, top.Second))],
            origin is null
                ? null
                : new(
                    origin.Row.Id, origin.Row.CreatedAt, origin.Algorithm, origin.Taxon,
                    classes.Label(origin.CategoryMapId, origin.Row.ClassIndex), origin.Row.Score),
            prediction.Run,
            row.ClassIndex is { } index && origin is not null && origin.Row.ClassIndex == index
                ? new(origin.Row.Id, origin.Algorithm, origin.Row.Score, origin.Row.Terminal)
                : null);
    }
}

/// <summary>A classification with the names of what it refers to.</summary>
internal sealed record NamedPrediction(
    Classification Row, AlgorithmName Algorithm, long? CategoryMapId, ScoreMode? Mode, TaxonName? Taxon, RunOrigin? Run);
