using Antenna.Core.Occurrences;
using Antenna.Data.Model;

namespace Antenna.Data.Occurrences;

/// <summary>
/// Decides what becomes of a submission, given the occurrence as it is: refused, already standing, or an identification to
/// be added.
/// </summary>
/// <param name="person">Who submits.</param>
/// <param name="taxa">Which of the taxa there are that no row of the occurrence names.</param>
/// <param name="now">When, UTC.</param>
internal sealed class SubmissionRules(Person person, IReadOnlySet<long> taxa, DateTime now)
{
    /// <summary>Decides; exactly one of the two is null.</summary>
    public (SubmissionOutcome? Outcome, NewIdentification? New) Decide(IdentificationSubmission submission, LockedOccurrence? occurrence)
    {
        if (occurrence is null)
            return Refuse(submission, IdentificationRefusal.NoSuchOccurrence);
        return submission switch
        {
            AgreementWithPrediction agreement => Agree(agreement, occurrence),
            AgreementWithIdentification agreement => Agree(agreement, occurrence),
            AgreementWithBestPrediction agreement => occurrence.State.Determine().Machine is { } best && best.TaxonId == agreement.TaxonId
                ? Agree(new AgreementWithPrediction(agreement.OccurrenceId, best.ClassificationId), occurrence)
                : Refuse(agreement, IdentificationRefusal.PredictionGone),
            AgreementWithTriedMask agreement => taxa.Contains(agreement.TaxonId)
                ? Submit(occurrence, New(occurrence, agreement.TaxonId, null) with { AgreedAlgorithmId = agreement.ClassifierId })
                : Refuse(agreement, IdentificationRefusal.NoSuchTaxon),
            SuggestedName name => taxa.Contains(name.TaxonId)
                ? Submit(occurrence, New(occurrence, name.TaxonId, Trimmed(name.Comment)))
                : Refuse(name, IdentificationRefusal.NoSuchTaxon),
            OccurrenceComment comment => Trimmed(comment.Comment) is { } text
                ? Submit(occurrence, New(occurrence, taxonId: null, text))
                : Refuse(comment, IdentificationRefusal.EmptyComment),
            _ => throw new ArgumentOutOfRangeException(nameof(submission), submission, "Not a kind of submission."),
        };
    }

    private (SubmissionOutcome?, NewIdentification?) Agree(AgreementWithPrediction agreement, LockedOccurrence occurrence) =>
        occurrence.State.Classifications.FirstOrDefault(row => row.Id == agreement.ClassificationId) switch
        {
            null => Refuse(agreement, IdentificationRefusal.PredictionGone),
            { TaxonId: { } taxonId } row => Submit(
                occurrence, New(occurrence, taxonId, null) with { AgreedAlgorithmId = row.AlgorithmId, AgreedClassificationId = row.Id }),
            _ => Refuse(agreement, IdentificationRefusal.PredictionNamesNoTaxon),
        };

    private (SubmissionOutcome?, NewIdentification?) Agree(AgreementWithIdentification agreement, LockedOccurrence occurrence)
    {
        var other = occurrence.Identifications.FirstOrDefault(row => row.Id == agreement.IdentificationId);
        return other switch
        {
            not { Status: IdentificationStatus.Standing } => Refuse(agreement, IdentificationRefusal.AgreedIdentificationEnded),
            _ when other.PersonId == person.Id => Refuse(agreement, IdentificationRefusal.OwnIdentification),
            { TaxonId: { } taxonId } => Submit(occurrence, New(occurrence, taxonId, null) with { AgreedIdentificationId = other.Id }),
            _ => Refuse(agreement, IdentificationRefusal.CommentNamesNoTaxon),
        };
    }

    /// <summary>
    /// Submits unless the person's standing identification says it already and is the newest that stands. A click of
    /// agreement says the name, and nothing that an earlier identification with that name, its comment included, did not
    /// say; so an independent identification is not replaced by a click.
    /// </summary>
    private (SubmissionOutcome?, NewIdentification?) Submit(LockedOccurrence occurrence, NewIdentification added)
    {
        var newest = occurrence.NewestStanding(naming: added.TaxonId is not null);
        return newest is not null && newest.PersonId == person.Id && newest.TaxonId == added.TaxonId
            && (added.Comment is null || added.Comment == newest.Comment)
                ? (SubmissionOutcome.AlreadyStanding(added.OccurrenceId, newest.Id), null)
                : (null, added);
    }

    /// <summary>
    /// Dated now; never before what stands or what the person submitted and withdrew, which the clock of another machine may have dated
    /// that is ahead of this one: the new one would end as the older one of the two.
    /// </summary>
    private NewIdentification New(LockedOccurrence occurrence, long? taxonId, string? comment)
    {
        var newest = occurrence.Identifications
            .Where(row => row.TaxonId is not null && (row.Status is IdentificationStatus.Standing || row.PersonId == person.Id))
            .Max(row => (DateTime?)row.CreatedAt);
        return new(occurrence.State.Id, person.Id, taxonId, newest > now ? newest.Value : now, comment);
    }

    private static (SubmissionOutcome?, NewIdentification?) Refuse(IdentificationSubmission submission, IdentificationRefusal refusal) =>
        (SubmissionOutcome.Refused(submission.OccurrenceId, refusal), null);

    private static string? Trimmed(string? text) => text?.Trim() is { Length: > 0 } trimmed ? trimmed : null;
}
