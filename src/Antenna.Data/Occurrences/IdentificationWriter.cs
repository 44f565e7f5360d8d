using Antenna.Data.Model;
using Npgsql;

namespace Antenna.Data.Occurrences;

/// <summary>Something that a person says of an occurrence.</summary>
/// <param name="TaxonId">Null for a comment.</param>
/// <param name="CreatedAt">When it was said, UTC.</param>
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
/// <param name="Withdrawn">How many, earlier ones or added ones, were replaced by a later one of the same person.</param>
/// <param name="Determinations">How many occurrences are determined otherwise now.</param>
public sealed record AddedIdentifications(IReadOnlyList<long> Ids, int Withdrawn, int Determinations);

/// <summary>The one way in which what people say is added, for pages and imports.</summary>
public static class IdentificationWriter
{
    private const string Add =
        """
        insert into identifications (
            occurrence_id, person_id, taxon_id, created_at, comment, agreed_algorithm_id, agreed_classification_id, agreed_identification_id)
        select occurrence_id, person_id, taxon_id, created_at, comment, agreed_algorithm_id, agreed_classification_id, agreed_identification_id
        from unnest($1, $2, $3, $4, $5, $6, $7, $8) with ordinality as said(
            occurrence_id, person_id, taxon_id, created_at, comment, agreed_algorithm_id, agreed_classification_id, agreed_identification_id, position)
        order by position
        returning id
        """;

    // Of what one person named an occurrence, only the newest can stand: so one that is added with an earlier date than
    // what the person has said since arrives withdrawn.
    private const string Withdraw =
        """
        update identifications earlier set withdrawn_at = $3
        from (select distinct * from unnest($1, $2) as said(occurrence_id, person_id)) said
        where earlier.occurrence_id = said.occurrence_id and earlier.person_id = said.person_id
          and earlier.taxon_id is not null and earlier.withdrawn_at is null
          and exists (
              select from identifications later
              where later.occurrence_id = earlier.occurrence_id and later.person_id = earlier.person_id
                and later.taxon_id is not null and (later.created_at, later.id) > (earlier.created_at, earlier.id))
        """;

    /// <summary>
    /// Adds identifications inside the caller's transaction: one that names a taxon withdraws the same person's earlier ones,
    /// and the occurrences are determined anew.
    /// </summary>
    /// <param name="said">In the order in which they count where their times are equal.</param>
    /// <param name="now">When this happens, UTC.</param>
    public static async Task<AddedIdentifications> AddAsync(
        NpgsqlConnection connection, IReadOnlyList<NewIdentification> said, DateTime now, CancellationToken cancellationToken)
    {
        long[] occurrenceIds = [.. said.Select(each => each.OccurrenceId).Distinct()];
        await OccurrenceStates.LockAsync(connection, occurrenceIds, cancellationToken);
        var ids = await AddAsync(connection, said, cancellationToken);
        var withdrawn = await WithdrawAsync(connection, [.. said.Where(each => each.TaxonId is not null)], now, cancellationToken);
        return new(ids, withdrawn, await Determinations.RecomputeAsync(connection, occurrenceIds, cancellationToken));
    }

    private static async Task<List<long>> AddAsync(
        NpgsqlConnection connection, IReadOnlyList<NewIdentification> said, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Add, connection)
        {
            Parameters =
            {
                new() { Value = said.Select(each => each.OccurrenceId).ToArray() },
                new() { Value = said.Select(each => each.PersonId).ToArray() },
                new() { Value = said.Select(each => each.TaxonId).ToArray() },
                new() { Value = said.Select(each => each.CreatedAt).ToArray() },
                new() { Value = said.Select(each => each.Comment).ToArray() },
                new() { Value = said.Select(each => each.AgreedAlgorithmId).ToArray() },
                new() { Value = said.Select(each => each.AgreedClassificationId).ToArray() },
                new() { Value = said.Select(each => each.AgreedIdentificationId).ToArray() },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new List<long>(said.Count);
        while (await reader.ReadAsync(cancellationToken))
            ids.Add(reader.GetInt64(0));
        return ids;
    }

    private static async Task<int> WithdrawAsync(
        NpgsqlConnection connection, IReadOnlyList<NewIdentification> naming, DateTime now, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Withdraw, connection)
        {
            Parameters =
            {
                new() { Value = naming.Select(each => each.OccurrenceId).ToArray() },
                new() { Value = naming.Select(each => each.PersonId).ToArray() },
                new() { Value = now },
            },
        };
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
