using Antenna.Data.Model;
using Npgsql;

namespace Antenna.Data.Occurrences;

/// <summary>An identification to be added.</summary>
/// <param name="TaxonId">Null for a comment.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
public sealed record NewIdentification(long OccurrenceId, long PersonId, long? TaxonId, DateTime CreatedAt, string? Comment)
{
    /// <inheritdoc cref="Identification.AgreedAlgorithmId"/>
    public long? AgreedAlgorithmId { get; init; }

    /// <inheritdoc cref="Identification.AgreedClassificationId"/>
    public long? AgreedClassificationId { get; init; }

    /// <inheritdoc cref="Identification.AgreedIdentificationId"/>
    public long? AgreedIdentificationId { get; init; }
}

/// <summary>What adding identifications did.</summary>
/// <param name="Ids">Of those added, in their order.</param>
/// <param name="Superseded">How many, earlier ones or added ones, are superseded by a later one of the same person.</param>
/// <param name="Determinations">How many occurrences are determined otherwise now.</param>
public sealed record AddedIdentifications(IReadOnlyList<long> Ids, int Superseded, int Determinations);

/// <summary>
/// Writes identifications, for pages and imports alike: every change of them goes through here, is followed by the rule of
/// supersession, and has the occurrences determined again. Each call is a few statements, however many rows it changes.
/// </summary>
public static class IdentificationWriter
{
    private const string ReserveIds = "select nextval(pg_get_serial_sequence('identifications', 'id')) from generate_series(1, $1)";

    // What names a taxon is added as superseded by itself, so that it never stands at the same time as what it supersedes.
    private const string Add =
        """
        insert into identifications (
            id, occurrence_id, person_id, taxon_id, created_at, comment,
            agreed_algorithm_id, agreed_classification_id, agreed_identification_id, superseded_by_id)
        select added.*, case when taxon_id is not null then id end
        from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) as added(
            id, occurrence_id, person_id, taxon_id, created_at, comment,
            agreed_algorithm_id, agreed_classification_id, agreed_identification_id)
        """;

    private const string Withdraw =
        """
        update identifications row set withdrawn_at = withdrawal.at, withdrawn_by_id = row.person_id, superseded_by_id = null
        from unnest($1, $2) as withdrawal(id, at)
        where row.id = withdrawal.id and row.withdrawn_at is null
        """;

    private const string Delete = "delete from identifications where id = any($1)";

    /// <summary>Adds identifications inside the caller's transaction.</summary>
    /// <param name="identifications">In the order in which they count where their times are equal.</param>
    public static async Task<AddedIdentifications> AddAsync(
        NpgsqlConnection connection, IReadOnlyList<NewIdentification> identifications, CancellationToken cancellationToken)
    {
        long[] occurrenceIds = [.. identifications.Select(each => each.OccurrenceId).Distinct()];
        await OccurrenceStates.LockAsync(connection, occurrenceIds, cancellationToken);
        var ids = await ReserveIdsAsync(connection, identifications.Count, cancellationToken);
        await InsertAsync(connection, ids, identifications, cancellationToken);
        var superseded = await Supersession.ApplyAsync(connection, occurrenceIds, cancellationToken);
        return new(ids, superseded, await Determinations.RecomputeAsync(connection, occurrenceIds, cancellationToken));
    }

    /// <summary>
    /// Flags identifications as withdrawn by the people who made them, inside the caller's transaction. One that was
    /// superseded is withdrawn from then on, so that it never stands again; one that is withdrawn stays so as it is.
    /// </summary>
    /// <param name="withdrawals">By the id of the identification: when, UTC.</param>
    /// <param name="occurrenceIds">The occurrences that they are of.</param>
    public static async Task WithdrawAsync(
        NpgsqlConnection connection, IReadOnlyDictionary<long, DateTime> withdrawals, long[] occurrenceIds, CancellationToken cancellationToken)
    {
        await OccurrenceStates.LockAsync(connection, occurrenceIds, cancellationToken);
        await using var command = new NpgsqlCommand(Withdraw, connection)
        {
            Parameters = { new() { Value = withdrawals.Keys.ToArray() }, new() { Value = withdrawals.Values.ToArray() } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
        await Determinations.RecomputeAsync(connection, occurrenceIds, cancellationToken);
    }

    /// <summary>Removes identifications inside the caller's transaction, as if they had never been.</summary>
    /// <param name="occurrenceIds">The occurrences that they are of.</param>
    public static async Task DeleteAsync(NpgsqlConnection connection, long[] ids, long[] occurrenceIds, CancellationToken cancellationToken)
    {
        await OccurrenceStates.LockAsync(connection, occurrenceIds, cancellationToken);
        await using var command = new NpgsqlCommand(Delete, connection) { Parameters = { new() { Value = ids } } };
        await command.ExecuteNonQueryAsync(cancellationToken);
        await Supersession.ApplyAsync(connection, occurrenceIds, cancellationToken);
        await Determinations.RecomputeAsync(connection, occurrenceIds, cancellationToken);
    }

    private static async Task<long[]> ReserveIdsAsync(NpgsqlConnection connection, int count, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(ReserveIds, connection) { Parameters = { new() { Value = count } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new List<long>(count);
        while (await reader.ReadAsync(cancellationToken))
            ids.Add(reader.GetInt64(0));
        return [.. ids.Order()];
    }

    private static async Task InsertAsync(
        NpgsqlConnection connection, long[] ids, IReadOnlyList<NewIdentification> identifications, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Add, connection)
        {
            Parameters =
            {
                new() { Value = ids },
                new() { Value = identifications.Select(each => each.OccurrenceId).ToArray() },
                new() { Value = identifications.Select(each => each.PersonId).ToArray() },
                new() { Value = identifications.Select(each => each.TaxonId).ToArray() },
                new() { Value = identifications.Select(each => each.CreatedAt).ToArray() },
                new() { Value = identifications.Select(each => each.Comment).ToArray() },
                new() { Value = identifications.Select(each => each.AgreedAlgorithmId).ToArray() },
                new() { Value = identifications.Select(each => each.AgreedClassificationId).ToArray() },
                new() { Value = identifications.Select(each => each.AgreedIdentificationId).ToArray() },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
