using Antenna.Data.Errors;
using Antenna.Data.Model;
using Npgsql;

namespace Antenna.Data.Occurrences;

/// <summary>What somebody wanted to say cannot be said; the message says why. Nothing was written.</summary>
public sealed class IdentificationRefusedException(string message) : RefusedException(message);

/// <summary>
/// What people say of occurrences. Each change is one transaction that locks the occurrence, writes, and has the
/// determination decided anew; the answer is the identification's id. Saying the very same twice, as with a double
/// click, is saying it once.
/// </summary>
public sealed class Identifications(NpgsqlDataSource dataSource, TimeProvider time)
{
    private const string TaxonConstraint = "fk_identifications_taxa_taxon_id";

    /// <summary>Agrees with what an algorithm said; recorded for good as agreement with that row and algorithm.</summary>
    /// <exception cref="IdentificationRefusedException">The row is gone, or names no taxon.</exception>
    public Task<long> AgreeWithClassificationAsync(
        long occurrenceId, long classificationId, Person person, CancellationToken cancellationToken) =>
        SayAsync(
            occurrenceId,
            occurrence =>
            {
                var row = occurrence.State.Classifications.FirstOrDefault(row => row.Id == classificationId)
                    ?? throw new IdentificationRefusedException(
                        $"Prediction {classificationId} is no longer one of occurrence {occurrenceId}: a run may have been undone. Load the page again.");
                var taxonId = row.TaxonId
                    ?? throw new IdentificationRefusedException("This prediction names no taxon to agree with. Suggest a name instead.");
                return Naming(occurrenceId, taxonId, person) with { AgreedAlgorithmId = row.AlgorithmId, AgreedClassificationId = row.Id };
            },
            cancellationToken);

    /// <summary>Agrees with what another person said.</summary>
    /// <exception cref="IdentificationRefusedException">
    /// The identification is gone, withdrawn or only a comment, or the person's own.
    /// </exception>
    public Task<long> AgreeWithIdentificationAsync(
        long occurrenceId, long identificationId, Person person, CancellationToken cancellationToken) =>
        SayAsync(
            occurrenceId,
            occurrence =>
            {
                var other = occurrence.Identifications.FirstOrDefault(row => row.Id == identificationId);
                return other switch
                {
                    null or { WithdrawnAt: not null } => throw new IdentificationRefusedException("This identification was taken back meanwhile. Load the page again."),
                    _ when other.PersonId == person.Id => throw new IdentificationRefusedException("This is your own identification: it counts already."),
                    { TaxonId: { } taxonId } => Naming(occurrenceId, taxonId, person) with { AgreedIdentificationId = other.Id },
                    _ => throw new IdentificationRefusedException("A comment names no taxon to agree with."),
                };
            },
            cancellationToken);

    /// <summary>Names a taxon independently, with a comment or without.</summary>
    /// <exception cref="IdentificationRefusedException">There is no such taxon.</exception>
    public async Task<long> SuggestAsync(
        long occurrenceId, long taxonId, string? comment, Person person, CancellationToken cancellationToken)
    {
        try
        {
            return await SayAsync(
                occurrenceId,
                _ => Naming(occurrenceId, taxonId, person) with { Comment = Trimmed(comment) },
                cancellationToken);
        }
        catch (PostgresException exception) when (exception is { SqlState: PostgresErrorCodes.ForeignKeyViolation, ConstraintName: TaxonConstraint })
        {
            throw new IdentificationRefusedException($"There is no taxon {taxonId}.");
        }
    }

    /// <summary>Says something without naming a taxon.</summary>
    /// <exception cref="IdentificationRefusedException">The comment is empty.</exception>
    public Task<long> CommentAsync(long occurrenceId, string comment, Person person, CancellationToken cancellationToken) => SayAsync(
        occurrenceId,
        _ => new(
            occurrenceId, person.Id, TaxonId: null, Now,
            Trimmed(comment) ?? throw new IdentificationRefusedException("The comment is empty. Write something.")),
        cancellationToken);

    /// <summary>Takes back what the person said; it stays to be seen. Doing so twice changes nothing.</summary>
    /// <exception cref="IdentificationRefusedException">It is gone, or somebody else's.</exception>
    public Task WithdrawAsync(long identificationId, Person person, CancellationToken cancellationToken) => TakeBackAsync(
        identificationId, person, (_, own) => own.WithdrawnAt ??= Now, cancellationToken);

    /// <summary>
    /// Removes what the person said, as if it had never been: what it had replaced of theirs counts again, unless a later
    /// one of theirs has replaced it too.
    /// </summary>
    /// <exception cref="IdentificationRefusedException">It is gone, or somebody else's.</exception>
    public Task DeleteAsync(long identificationId, Person person, CancellationToken cancellationToken) => TakeBackAsync(
        identificationId,
        person,
        (occurrence, own) =>
        {
            if (own.TaxonId is not null)
                Restore(occurrence, own);
            occurrence.Context.Remove(own);
        },
        cancellationToken);

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private NewIdentification Naming(long occurrenceId, long taxonId, Person person) =>
        new(occurrenceId, person.Id, taxonId, Now, Comment: null);

    private static string? Trimmed(string? text) => text?.Trim() is { Length: > 0 } trimmed ? trimmed : null;

    private async Task<long> SayAsync(
        long occurrenceId, Func<OccurrenceUnderChange, NewIdentification> say, CancellationToken cancellationToken)
    {
        await using var occurrence = await OccurrenceUnderChange.LockAsync(dataSource, occurrenceId, cancellationToken)
            ?? throw new IdentificationRefusedException($"There is no occurrence {occurrenceId}.");
        var said = say(occurrence);
        if (occurrence.Identifications.FirstOrDefault(row => row.WithdrawnAt is null && SaysTheSame(row, said)) is { } before)
            return before.Id;

        var added = await IdentificationWriter.AddAsync(occurrence.Connection, [said], said.CreatedAt, cancellationToken);
        await occurrence.CommitAsync(cancellationToken);
        return added.Ids[0];
    }

    private async Task TakeBackAsync(
        long identificationId, Person person, Action<OccurrenceUnderChange, Identification> change, CancellationToken cancellationToken)
    {
        await using var occurrence = await OccurrenceUnderChange.LockOfAsync(dataSource, identificationId, cancellationToken);
        var own = occurrence?.Identifications.FirstOrDefault(row => row.Id == identificationId);
        if (occurrence is null || own is null)
            throw new IdentificationRefusedException("This identification was removed meanwhile. Load the page again.");
        if (own.PersonId != person.Id)
            throw new IdentificationRefusedException("Only who made an identification can take it back.");
        change(occurrence, own);
        await occurrence.SaveAsync(cancellationToken);
        await occurrence.CommitAsync(cancellationToken);
    }

    private static bool SaysTheSame(Identification one, NewIdentification other) =>
        (one.PersonId, one.TaxonId, one.Comment, one.AgreedAlgorithmId, one.AgreedClassificationId, one.AgreedIdentificationId)
        == (other.PersonId, other.TaxonId, other.Comment, other.AgreedAlgorithmId, other.AgreedClassificationId, other.AgreedIdentificationId);

    /// <summary>Gives the person's identification before this one the state that it would have without it.</summary>
    private static void Restore(OccurrenceUnderChange occurrence, Identification removed)
    {
        var named = occurrence.NamedBy(removed.PersonId).OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToList();
        var position = named.IndexOf(removed);

        // What the person had withdrawn before they made this one stays withdrawn.
        if (position > 0 && named[position - 1] is { } previous && previous.WithdrawnAt >= removed.CreatedAt)
            previous.WithdrawnAt = position + 1 < named.Count ? named[position + 1].CreatedAt : null;
    }
}
