using Antenna.Core.Occurrences;
using Antenna.Core.Predictions;
using Antenna.Data.Model;
using Antenna.Data.Taxonomy;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.Occurrences;

/// <summary>Reads the identifications and predictions of an occurrence, as cards.</summary>
internal static class OccurrenceHistory
{
    /// <summary>Newest first.</summary>
    public static async Task<IReadOnlyList<HistoryCard>> ReadAsync(
        AntennaDbContext context, OccurrenceState state, Determination determination, CancellationToken cancellationToken)
    {
        IEnumerable<HistoryCard> cards =
        [
            .. await IdentificationsAsync(context, state.Id, determination, cancellationToken),
            .. await PredictionsAsync(context, state.Id, determination, cancellationToken),
        ];

        // Each source of cards has its newest first already; the sort is stable.
        return [.. cards.OrderByDescending(card => card.At)];
    }

    private static async Task<IReadOnlyList<IdentificationCard>> IdentificationsAsync(
        AntennaDbContext context, long occurrenceId, Determination determination, CancellationToken cancellationToken)
    {
        var rows = await (
            from identification in context.Identifications
            where identification.OccurrenceId == occurrenceId
            join person in context.People on identification.PersonId equals person.Id
            join withdrawer in context.People on identification.WithdrawnById equals withdrawer.Id into withdrawers
            from withdrawer in withdrawers.DefaultIfEmpty()
            join taxon in context.Taxa on identification.TaxonId equals taxon.Id into taxa
            from taxon in taxa.DefaultIfEmpty()
            join algorithm in context.Algorithms on identification.AgreedAlgorithmId equals algorithm.Id into algorithms
            from algorithm in algorithms.DefaultIfEmpty()
            orderby identification.Id descending
            select new
            {
                identification,
                Person = person.Name,
                WithdrawnBy = withdrawer == null ? null : withdrawer.Name,
                Taxon = taxon == null ? null : new TaxonName(taxon.Id, taxon.Name, taxon.Rank),
                Algorithm = algorithm == null ? null : new AlgorithmName(algorithm.Id, algorithm.Key, algorithm.Name, algorithm.Kind),
            })
            .AsNoTracking().ToListAsync(cancellationToken);
        var byId = rows.ToDictionary(row => row.identification.Id);
        Successor? SuccessorOf(Identification row) => row.SupersededById is { } id && byId[id] is { Taxon: { } taxon } other
            ? new(id, taxon, other.identification.CreatedAt)
            : null;
        return
        [
            .. rows.Select(row => new IdentificationCard(
                row.identification.CreatedAt,
                row.identification.Id == determination.IdentificationId,
                row.identification.Id,
                row.identification.PersonId,
                row.Person,
                row.Taxon,
                row.identification.Comment,
                row.identification is { WithdrawnAt: { } at, WithdrawnById: { } by } ? new(at, by, row.WithdrawnBy!) : null,
                SuccessorOf(row.identification),
                AgreementOf(row.identification, row.Algorithm, id => byId.GetValueOrDefault(id)?.Person))),
        ];
    }

    private static Agreement? AgreementOf(Identification row, AlgorithmName? algorithm, Func<long, string?> personOf) => row.IsAgreement
        ? new(
            algorithm,
            row.AgreedClassificationId,
            row.AgreedIdentificationId,
            row.AgreedIdentificationId is { } other ? personOf(other) : null)
        : null;

    private static async Task<IReadOnlyList<PredictionCard>> PredictionsAsync(
        AntennaDbContext context, long occurrenceId, Determination determination, CancellationToken cancellationToken)
    {
        var rows = await Predictions(context, occurrenceId).ToListAsync(cancellationToken);
        var classes = await PredictedClasses.LoadAsync(context, rows, cancellationToken);
        var taxa = await TaxonNames.LoadAsync(context, rows.SelectMany(row => row.Row.TopTaxa ?? []).Select(id => (long?)id), cancellationToken);
        var byId = rows.ToDictionary(row => row.Row.Id);
        var cards = rows.Select(row => Card(row, byId, classes, taxa, determination)).ToList();

        // A source whose winner a mask kept is on the mask's card, unless it is what counts.
        var kept = cards.Where(card => card.Kept is not null).Select(card => card.Kept!.ClassificationId).ToHashSet();
        cards.RemoveAll(card => kept.Contains(card.ClassificationId) && card is { Terminal: false, Decides: false });
        return cards;
    }

    private static IQueryable<NamedPrediction> Predictions(AntennaDbContext context, long occurrenceId) =>
        (from detection in context.Detections
         where detection.OccurrenceId == occurrenceId
         join row in context.Classifications on detection.Id equals row.DetectionId
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
        NamedPrediction prediction, Dictionary<long, NamedPrediction> byId, PredictedClasses classes, TaxonNames taxa, Determination determination)
    {
        var row = prediction.Row;
        var origin = row.AppliedToId is { } id ? byId[id] : null;
        return new(
            prediction.Run?.CreatedAt ?? row.CreatedAt,
            row.Id == determination.ClassificationId,
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
