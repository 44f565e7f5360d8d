using Antenna.Data.Database;
using Npgsql;

namespace Antenna.Data.Import;

/// <summary>
/// What PostgreSQL's planner knows of the tables that an import has filled. Autovacuum looks after a minute, and only at what is
/// committed: until then, and worst after an import that failed, tables of a million rows count as empty, and what joins them
/// takes each row of one for each of another.
/// </summary>
internal static class PlannerStatistics
{
    // As autovacuum judges it, by what this transaction has written.
    private const string Outgrown =
        """
        select quote_ident(mine.relname)
        from pg_stat_xact_user_tables mine
        join pg_class relation on relation.oid = mine.relid
        where mine.schemaname = 'public' and mine.n_tup_ins + mine.n_tup_upd > 50 + 0.1 * greatest(relation.reltuples, 0)
        order by mine.relname
        """;

    /// <summary>Analyzes the tables that the transaction has changed much of. One that another transaction is analyzing is left to that.</summary>
    public static async Task RefreshAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var tables = new List<string>();
        await using (var reader = await connection.ReadLongAsync(Outgrown, [], cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                tables.Add(reader.GetString(0));
        }

        if (tables.Count == 0)
            return;
        await using var analyze = connection.Command($"analyze (skip_locked) {string.Join(", ", tables)}");
        analyze.CommandTimeout = 0;
        await analyze.ExecuteNonQueryAsync(cancellationToken);
    }
}
