using Antenna.Core.Occurrences;
using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.Occurrences;

/// <summary>Reads the identifications and predictions of an occurrence, as cards.</summary>
internal static class OccurrenceHistory
{
    /// <summary>The cards, and all predictions, newest first.</summary>
    public static async Task<(IReadOnlyList<HistoryCard> Cards, IReadOnlyList<PredictionCard> Predictions)> ReadAsync(
        AntennaDbContext context, OccurrenceState state, Determination determination, CancellationToken cancellationToken)
    {
        var predictions = await PredictionCards.ReadAsync(
            context, context.Classifications.Where(row => context.Detections.Any(seen => seen.Id == row.DetectionId && seen.OccurrenceId == state.Id)),
            determination, cancellationToken);
        IEnumerable<HistoryCard> cards =
        [
            .. await IdentificationsAsync(context, state.Id, determination, cancellationToken),
            .. Folded(predictions),
        ];

        // Each source of cards has its newest first already; the sort is stable.
        return ([.. cards.OrderByDescending(card => card.At)], predictions);
    }

    private static async Task<IReadOnlyList<IdentificationCard>> IdentificationsAsync(
        AntennaDbContext context, long occurrenceId, Determination determination, CancellationToken cancellationToken)
    {
        var rows = await IdentifiedAsync(context, occurrenceId, cancellationToken);
        var byId = rows.ToDictionary(row => row.Identification.Id);
        Successor? SuccessorOf(Identification row) => row.SupersededById is { } id && byId[id] is { Taxon: { } taxon } other
            ? new(id, taxon, other.Identification.CreatedAt)
            : null;
        return
        [
            .. rows.Select(row => new IdentificationCard(
                row.Identification.CreatedAt,
                row.Identification.Id == determination.IdentificationId,
                row.Identification.Id,
                row.Identification.PersonId,
                row.Person,
                row.Taxon,
                row.Identification.Comment,
                row.Identification is { WithdrawnAt: { } at, WithdrawnById: { } by } ? new(at, by, row.WithdrawnBy!) : null,
                SuccessorOf(row.Identification),
                AgreementOf(row.Identification, row.Algorithm, id => byId.GetValueOrDefault(id)?.Person))),
        ];
    }

    /// <summary>The identifications of an occurrence with the names in them, newest first.</summary>
    private static Task<List<NamedIdentification>> IdentifiedAsync(AntennaDbContext context, long occurrenceId, CancellationToken cancellationToken) =>
        (
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
            select new NamedIdentification(
                identification,
                person.Name,
                withdrawer == null ? null : withdrawer.Name,
                taxon == null ? null : new TaxonName(taxon.Id, taxon.Name, taxon.Rank),
                algorithm == null ? null : new AlgorithmName(algorithm.Id, algorithm.Key, algorithm.Name, algorithm.Kind)))
            .AsNoTracking().ToListAsync(cancellationToken);

    private static Agreement? AgreementOf(Identification row, AlgorithmName? algorithm, Func<long, string?> personOf) => row.IsAgreement
        ? new(
            algorithm,
            row.AgreedClassificationId,
            row.AgreedIdentificationId,
            row.AgreedIdentificationId is { } other ? personOf(other) : null)
        : null;

    /// <summary>A source whose winner a mask kept is on the mask's card, unless it is what counts.</summary>
    private static IEnumerable<PredictionCard> Folded(IReadOnlyList<PredictionCard> cards)
    {
        var kept = cards.Where(card => card.Kept is not null).Select(card => card.Kept!.ClassificationId).ToHashSet();
        return cards.Where(card => !kept.Contains(card.ClassificationId) || card.Terminal || card.Decides);
    }

    private sealed record NamedIdentification(
        Identification Identification, string Person, string? WithdrawnBy, TaxonName? Taxon, AlgorithmName? Algorithm);
}
