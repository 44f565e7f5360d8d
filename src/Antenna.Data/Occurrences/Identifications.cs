using Antenna.Data.Model;
using Npgsql;

namespace Antenna.Data.Occurrences;

/// <summary>
/// People's identifications: submitting, withdrawing and deleting them, of one occurrence or of many. Each act is one
/// transaction that locks its occurrences, writes a few statements, and has the determinations decided again. What cannot be
/// done to one occurrence is reported for it, and is done to the others.
/// </summary>
public sealed class Identifications(NpgsqlDataSource dataSource, TimeProvider time)
{
    /// <summary>How many occurrences one act may change.</summary>
    public const int MostAtOnce = 1_000;

    /// <summary>Submits an identification of one occurrence. Submitting it twice, as with a double click, creates one.</summary>
    public async Task<SubmissionOutcome> SubmitAsync(
        IdentificationSubmission submission, Person person, CancellationToken cancellationToken) =>
        (await SubmitAsync([submission], person, cancellationToken))[0];

    /// <summary>Submits identifications, at most one an occurrence and at most <see cref="MostAtOnce"/>.</summary>
    /// <returns>What became of each, in their order. To undo the act, delete those that it created.</returns>
    public async Task<IReadOnlyList<SubmissionOutcome>> SubmitAsync(
        IReadOnlyList<IdentificationSubmission> submissions, Person person, CancellationToken cancellationToken)
    {
        long[] occurrenceIds = [.. submissions.Select(submission => submission.OccurrenceId).Distinct()];
        if (occurrenceIds.Length != submissions.Count)
            throw new ArgumentException("There are two submissions of one occurrence.", nameof(submissions));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(submissions.Count, MostAtOnce);

        await using var locked = await LockedOccurrences.LockAsync(dataSource, occurrenceIds, cancellationToken);
        var taxa = await TaxaOfAsync(locked.Connection, submissions, cancellationToken);
        var rules = new SubmissionRules(person, taxa, Now);
        var decisions = submissions
            .Select(submission => rules.Decide(submission, locked.ById.GetValueOrDefault(submission.OccurrenceId))).ToList();
        List<NewIdentification> added = [.. decisions.Select(decision => decision.New).OfType<NewIdentification>()];
        if (added.Count == 0)
            return [.. decisions.Select(decision => decision.Outcome!)];

        var ids = new Queue<long>((await IdentificationWriter.AddAsync(locked.Connection, added, cancellationToken)).Ids);
        await locked.CommitAsync([.. added.Select(each => each.OccurrenceId)], cancellationToken);
        return [.. decisions.Select(decision => decision.Outcome ?? SubmissionOutcome.Created(decision.New!.OccurrenceId, ids.Dequeue()))];
    }

    /// <summary>
    /// Withdraws an identification of the person's own: it is shown as withdrawn, and never stands again. Doing so twice
    /// changes nothing.
    /// </summary>
    /// <returns>Why it was refused; null where it was not.</returns>
    public async Task<IdentificationRefusal?> WithdrawAsync(long identificationId, Person person, CancellationToken cancellationToken)
    {
        await using var locked = await LockedOccurrences.LockOfAsync(dataSource, [identificationId], cancellationToken);
        var own = Find(locked).GetValueOrDefault(identificationId);
        if (Refuse(own, person) is { } refusal)
            return refusal;
        await IdentificationWriter.WithdrawAsync(
            locked.Connection, new Dictionary<long, DateTime> { [identificationId] = Now }, [own!.OccurrenceId], cancellationToken);
        await locked.CommitAsync([own.OccurrenceId], cancellationToken);
        return null;
    }

    /// <summary>
    /// Removes an identification of the person's own, as if it had never been: the one that it had superseded stands again.
    /// </summary>
    /// <returns>Why it was refused; null where it was not.</returns>
    public async Task<IdentificationRefusal?> DeleteAsync(long identificationId, Person person, CancellationToken cancellationToken) =>
        (await DeleteAsync([identificationId], person, cancellationToken))[0].Refusal;

    /// <summary>Removes identifications of the person's own, at most <see cref="MostAtOnce"/>; so a bulk act is undone.</summary>
    /// <returns>What became of each, in their order.</returns>
    public async Task<IReadOnlyList<DeletionOutcome>> DeleteAsync(
        IReadOnlyList<long> identificationIds, Person person, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(identificationIds.Count, MostAtOnce);
        await using var locked = await LockedOccurrences.LockOfAsync(dataSource, identificationIds, cancellationToken);
        var byId = Find(locked);
        var outcomes = identificationIds.Select(id => new DeletionOutcome(id, Refuse(byId.GetValueOrDefault(id), person))).ToList();
        long[] removed = [.. outcomes.Where(outcome => outcome.Refusal is null).Select(outcome => outcome.IdentificationId).Distinct()];
        if (removed.Length == 0)
            return outcomes;

        long[] occurrenceIds = [.. removed.Select(id => byId[id].OccurrenceId).Distinct()];
        await IdentificationWriter.DeleteAsync(locked.Connection, removed, occurrenceIds, cancellationToken);
        await locked.CommitAsync(occurrenceIds, cancellationToken);
        return outcomes;
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private static Dictionary<long, Identification> Find(LockedOccurrences locked) =>
        locked.ById.Values.SelectMany(occurrence => occurrence.Identifications).ToDictionary(row => row.Id);

    private static IdentificationRefusal? Refuse(Identification? own, Person person) => own switch
    {
        null => IdentificationRefusal.IdentificationGone,
        _ when own.PersonId != person.Id => IdentificationRefusal.NotTheirIdentification,
        _ => null,
    };

    /// <summary>What a submission names by itself; null where it goes by what the occurrence has.</summary>
    private static long? TaxonOf(IdentificationSubmission submission) => submission switch
    {
        SuggestedName name => name.TaxonId,
        AgreementWithTriedMask agreement => agreement.TaxonId,
        _ => null,
    };

    /// <summary>Which of the named taxa there are; none of them goes before the commit.</summary>
    private static async Task<HashSet<long>> TaxaOfAsync(
        NpgsqlConnection connection, IReadOnlyList<IdentificationSubmission> submissions, CancellationToken cancellationToken)
    {
        long[] ids = [.. submissions.Select(TaxonOf).OfType<long>().Distinct().Order()];
        if (ids.Length == 0)
            return [];
        await using var command = new NpgsqlCommand("select id from taxa where id = any($1) order by id for key share", connection)
        {
            Parameters = { new() { Value = ids } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var taxa = new HashSet<long>();
        while (await reader.ReadAsync(cancellationToken))
            taxa.Add(reader.GetInt64(0));
        return taxa;
    }
}
