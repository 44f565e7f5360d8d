using Antenna.Data.Database;
using Npgsql;

namespace Antenna.Data.Scopes;

/// <summary>
/// The lineages of a classifier that are in a scope, by the one definition, the view <c>derived.lineages</c>, which the
/// figures of capture sets are made of too.
/// </summary>
public static class ScopeRows
{
    private const string Lineages = "derived.lineages";

    private const string Base =
        """
        select array[terminal.id, coalesce(origin.id, terminal.id), coalesce(origin.algorithm_id, terminal.algorithm_id)]
        from classifications terminal
        join algorithms algorithm on algorithm.id = terminal.algorithm_id
        left join classifications origin on algorithm.kind = 'RollUp' and origin.id = terminal.applied_to_id
        where terminal.lineage_id = found.id and terminal.terminal
        """;

    /// <summary>How many lineages are in scope.</summary>
    public static async Task<long> CountAsync(
        NpgsqlConnection connection, RunScope scope, long classifierId, CancellationToken cancellationToken)
    {
        return await connection.CountLongAsync(
            ScopeSql.Count(scope, Lineages, "member.algorithm_id = $2 and member.in_scope"), [ScopeSql.Key(scope), classifierId], cancellationToken);
    }

    /// <summary>
    /// Streams the sources in a range of a scope with their logits, one occurrence after the other in the order of their ids.
    /// So a batch can end where an occurrence does, and what decides one determination is never split over two transactions.
    /// </summary>
    public static async Task<SourceRowReader> ReadAsync(
        NpgsqlConnection connection, RunScope scope, long classifierId, OccurrenceRange range, CancellationToken cancellationToken)
    {
        return await SourceRowReader.OpenAsync(
            connection, ReadSql(scope), [ScopeSql.Key(scope), range.After, range.Last, classifierId], hasBase: false, cancellationToken);
    }

    /// <summary>The same, each source with the row of its lineage that a roll-up starts from.</summary>
    public static async Task<SourceRowReader> ReadWithBasesAsync(
        NpgsqlConnection connection, RunScope scope, long classifierId, OccurrenceRange range, CancellationToken cancellationToken)
    {
        return await SourceRowReader.OpenAsync(
            connection, ReadSql(scope, $"({Base}),"), [ScopeSql.Key(scope), range.After, range.Last, classifierId], hasBase: true, cancellationToken);
    }

    // Logits of up to 500 classes lie in the row, so a join before the order would carry them through the sort. They are
    // looked up row by row instead, once the order is there; the reader sees to it that it is.
    internal static string ReadSql(RunScope scope, string more = "") =>
        $"""
        select found.id, found.occurrence_id, {more}
               (select logits.logits from classification_logits logits where logits.classification_id = found.id)
        from ({ScopeSql.Rows(scope, Lineages, "member.occurrence_id, member.id", "member.algorithm_id = $4 and member.in_scope")}) found
        """;
}
