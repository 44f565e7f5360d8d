using Npgsql;

namespace Antenna.Data.Occurrences;

/// <summary>
/// Sets which identifications are superseded, and by which. Of the identifications in which one person named one occurrence,
/// in the order of their dates (of their ids where dates are equal), each is superseded by the next one, unless it was
/// withdrawn by hand; so at most the last one stands. Comments take no part.
/// </summary>
/// <remarks>
/// <para>
/// From this one rule follows what each act does. Submitting, which is dated now, supersedes the person's standing
/// identification. Withdrawing ends one and brings none back. Deleting makes the one that the deleted one had superseded
/// stand again, and no other; where the person has named the occurrence later still, that later one supersedes it instead.
/// One that was withdrawn by hand stays withdrawn whatever happens to the others.
/// </para>
/// <para>
/// An import brings old dates. Its identifications end as they would have ended had each been submitted on its date: one
/// that is older than another of the same person arrives superseded by the next newer one, and takes over what that one had
/// superseded; one that is newer than all of theirs supersedes the standing one. That the next newer one was itself
/// withdrawn by hand makes no difference: the person had changed their mind before they withdrew. So the order in which
/// tables are imported never matters, and the newest by date is what counts.
/// </para>
/// </remarks>
internal static class Supersession
{
    private const string Successors =
        """
        with named as (
            select id, withdrawn_at, superseded_by_id,
                   lead(id) over (partition by occurrence_id, person_id order by created_at, id) as successor_id
            from identifications
            where occurrence_id = any($1) and taxon_id is not null),
        """;

    // Those that end before those that stand again: the index that allows one standing identification a person is checked
    // row by row. One that supersedes itself was just added.
    private const string End =
        $"""
        {Successors}
        ended as (
            update identifications row set superseded_by_id = named.successor_id
            from named
            where row.id = named.id and named.withdrawn_at is null
              and named.successor_id is not null and named.superseded_by_id is distinct from named.successor_id
            returning named.superseded_by_id is null or named.superseded_by_id = named.id as stood)
        select count(*) filter (where stood) from ended
        """;

    private const string StandAgain =
        $"""
        {Successors}
        last as (select id from named where successor_id is null and superseded_by_id is not null)
        update identifications row set superseded_by_id = null from last where row.id = last.id
        """;

    /// <summary>Applies the rule to these occurrences inside the caller's transaction, which has locked them.</summary>
    /// <returns>How many identifications that stood, or were just added, are superseded now.</returns>
    public static async Task<int> ApplyAsync(NpgsqlConnection connection, long[] occurrenceIds, CancellationToken cancellationToken)
    {
        await using var end = new NpgsqlCommand(End, connection) { Parameters = { new() { Value = occurrenceIds } } };
        var ended = (long)(await end.ExecuteScalarAsync(cancellationToken))!;
        await using var standAgain = new NpgsqlCommand(StandAgain, connection) { Parameters = { new() { Value = occurrenceIds } } };
        await standAgain.ExecuteNonQueryAsync(cancellationToken);
        return (int)ended;
    }
}
