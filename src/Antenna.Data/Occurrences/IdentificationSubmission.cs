namespace Antenna.Data.Occurrences;

/// <summary>What a person submits of one occurrence.</summary>
public abstract record IdentificationSubmission(long OccurrenceId);

/// <summary>A click of agreement with what an algorithm predicted; recorded for good as agreement with that row and algorithm.</summary>
public sealed record AgreementWithPrediction(long OccurrenceId, long ClassificationId) : IdentificationSubmission(OccurrenceId);

/// <summary>
/// A click of agreement with the best prediction of an occurrence, as it was seen: refused where that is another taxon's by then.
/// </summary>
public sealed record AgreementWithBestPrediction(long OccurrenceId, long TaxonId) : IdentificationSubmission(OccurrenceId);

/// <summary>
/// A click of agreement with what a mask that is only tried makes of a classifier's prediction. There is no row of it to
/// name, so that the classifier stands for it.
/// </summary>
public sealed record AgreementWithTriedMask(long OccurrenceId, long TaxonId, long ClassifierId) : IdentificationSubmission(OccurrenceId);

/// <summary>A click of agreement with another person's identification.</summary>
public sealed record AgreementWithIdentification(long OccurrenceId, long IdentificationId) : IdentificationSubmission(OccurrenceId);

/// <summary>A taxon, named independently, with a comment or without.</summary>
public sealed record SuggestedName(long OccurrenceId, long TaxonId, string? Comment = null) : IdentificationSubmission(OccurrenceId);

/// <summary>A remark that names no taxon.</summary>
public sealed record OccurrenceComment(long OccurrenceId, string Comment) : IdentificationSubmission(OccurrenceId);

/// <summary>Why an identification cannot be submitted, withdrawn or deleted. Nothing of it was written.</summary>
public enum IdentificationRefusal
{
    /// <summary>There is no occurrence of this id.</summary>
    NoSuchOccurrence,

    /// <summary>There is no taxon of this id.</summary>
    NoSuchTaxon,

    /// <summary>The prediction is not, or is no longer, one of the occurrence's.</summary>
    PredictionGone,

    /// <summary>The prediction is of something that is not a taxon, or not known to be one.</summary>
    PredictionNamesNoTaxon,

    /// <summary>The identification that was agreed with is gone, or no longer stands.</summary>
    AgreedIdentificationEnded,

    /// <summary>The identification that was agreed with is only a comment.</summary>
    CommentNamesNoTaxon,

    /// <summary>The identification that was agreed with is the person's own.</summary>
    OwnIdentification,

    /// <summary>The comment has no text.</summary>
    EmptyComment,

    /// <summary>There is no identification of this id any more.</summary>
    IdentificationGone,

    /// <summary>The identification is another person's.</summary>
    NotTheirIdentification,
}

/// <summary>What became of a submission: exactly one of created, already standing and refused.</summary>
/// <param name="IdentificationId">The identification that was created or that stood already; null where it was refused.</param>
/// <param name="IsCreated">Whether this act created it: only then may undoing the act remove it.</param>
/// <param name="Refusal">Why it was refused; null where it was not.</param>
public sealed record SubmissionOutcome(long OccurrenceId, long? IdentificationId, bool IsCreated, IdentificationRefusal? Refusal)
{
    public static SubmissionOutcome Created(long occurrenceId, long id) => new(occurrenceId, id, IsCreated: true, Refusal: null);

    public static SubmissionOutcome AlreadyStanding(long occurrenceId, long id) => new(occurrenceId, id, IsCreated: false, Refusal: null);

    public static SubmissionOutcome Refused(long occurrenceId, IdentificationRefusal refusal) =>
        new(occurrenceId, IdentificationId: null, IsCreated: false, refusal);
}

/// <summary>What became of the request to remove an identification.</summary>
/// <param name="Refusal">Why it was not removed; null where it was.</param>
public sealed record DeletionOutcome(long IdentificationId, IdentificationRefusal? Refusal);
