using Npgsql;
using Xunit;

namespace Antenna.Testing.Scenarios;

/// <summary>What tables hold, row for row, to be compared with what they held before or with another database.</summary>
public sealed class DatabaseContent
{
    private readonly SortedDictionary<string, IReadOnlyList<string>> _tables = new(StringComparer.Ordinal);

    private DatabaseContent()
    {
    }

    /// <summary>
    /// Every row of every table, those of the schedule included, save the signs of life that nodes leave there.
    /// </summary>
    public static async Task<DatabaseContent> ReadEverythingAsync(NpgsqlDataSource dataSource)
    {
        var content = new DatabaseContent();
        foreach (var table in await TablesAsync(dataSource, "tablename not in ('qrtz_scheduler_state', 'nodes')"))
            await content.ReadAsync(dataSource, table, $"select content::text from \"{table}\" content");
        return content;
    }

    /// <summary>
    /// Every row of every table that undoing a run restores: all but the runs themselves with what they leave behind (effects,
    /// logs, algorithms and kept sets), the schedule, sums that are kept as rows to be added up, and notes of what there is or once was.
    /// </summary>
    public static async Task<DatabaseContent> ReadDomainAsync(NpgsqlDataSource dataSource)
    {
        var content = new DatabaseContent();
        foreach (var table in await TablesAsync(
            dataSource,
            """
            tablename !~ '^(qrtz_|run)' and tablename not in
                ('nodes', 'removed_classifications', 'algorithms', 'kept_sets', 'occurrence_days', 'project_counts', 'project_taxa',
                 'detection_blocks', 'classification_blocks')
            """))
        {
            await content.ReadAsync(dataSource, table, $"select content::text from \"{table}\" content");
        }

        return content;
    }

    /// <summary>How many tables were read.</summary>
    public int Tables => _tables.Count;

    /// <summary>How many rows they hold together.</summary>
    public int Rows => _tables.Values.Sum(rows => rows.Count);

    /// <summary>
    /// What runs left behind: classifications, determinations, effects, counters and logs. What may differ between two
    /// executions of the same runs is left out or named otherwise: a derived row is its lineage's row of its algorithm,
    /// and into how many parts a run was cut, and how often and when they were claimed, does not count.
    /// </summary>
    public static async Task<DatabaseContent> ReadOutcomeAsync(NpgsqlDataSource dataSource)
    {
        var content = new DatabaseContent();
        await content.ReadAsync(
            dataSource,
            "classifications",
            """
            select row(row.lineage_id, algorithm.key, row.detection_id, origin_algorithm.key, row.run_id, row.taxon_id, row.class_index,
                row.score, row.absolute_score, row.terminal, row.created_at, row.listed_mass, row.nothing_mass, row.off_list_mass,
                row.top_classes, row.top_scores)::text
            from classifications row
            join algorithms algorithm on algorithm.id = row.algorithm_id
            left join classifications origin on origin.id = row.applied_to_id
            left join algorithms origin_algorithm on origin_algorithm.id = origin.algorithm_id
            """);
        await content.ReadAsync(
            dataSource,
            "lineage effects",
            """
            select row(effect.run_id, effect.occurrence_id, effect.lineage_id, before_algorithm.key, after_algorithm.key, effect.written)::text
            from run_lineage_effects effect
            left join classifications before on before.id = effect.terminal_before_id
            left join algorithms before_algorithm on before_algorithm.id = before.algorithm_id
            left join classifications after on after.id = effect.terminal_after_id
            left join algorithms after_algorithm on after_algorithm.id = after.algorithm_id
            """);
        await content.ReadAsync(
            dataSource,
            "runs",
            """
            select (to_jsonb(run) - array['created_at', 'started_at', 'finished_at'])::text from runs run
            """);
        await content.ReadAsync(
            dataSource,
            "counters",
            """
            select row(part.run_id, outcome.key, sum(outcome.value::bigint))::text
            from run_parts part, jsonb_each_text(part.outcomes) outcome group by part.run_id, outcome.key
            union all
            select row(run_id, sum(occurrences_updated), bool_and(finished_at is not null))::text from run_parts group by run_id
            """);

        // Who canceled a run, and which node took over from which, is of its way, not of its end.
        await content.ReadAsync(dataSource, "log", "select row(run_id, level, message)::text from run_log_entries where level <> 'Information'");
        foreach (var table in (string[])["classification_logits", "identifications", "occurrences", "run_occurrence_effects"])
            await content.ReadAsync(dataSource, table, $"select content::text from {table} content");
        return content;
    }

    /// <summary>Fails with the rows that are in one of the two only.</summary>
    public static void AssertEqual(DatabaseContent expected, DatabaseContent actual)
    {
        Assert.Equal(expected._tables.Keys, actual._tables.Keys);
        foreach (var (table, rows) in expected._tables)
        {
            var missing = Minus(rows, actual._tables[table]);
            var unexpected = Minus(actual._tables[table], rows);
            if (missing.Count + unexpected.Count > 0)
                Assert.Fail($"{table} differs.\n{Lines("missing", missing)}{Lines("unexpected", unexpected)}");
        }
    }

    private static async Task<IReadOnlyList<string>> TablesAsync(NpgsqlDataSource dataSource, string condition)
    {
        var tables = new List<string>();
        await using var command = dataSource.CreateCommand($"select tablename from pg_tables where schemaname = 'public' and {condition}");
        await using var reader = await command.ExecuteReaderAsync(Token);
        while (await reader.ReadAsync(Token))
            tables.Add(reader.GetString(0));
        return tables;
    }

    private async Task ReadAsync(NpgsqlDataSource dataSource, string name, string sql)
    {
        var rows = new List<string>();
        await using var command = dataSource.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Token);
        while (await reader.ReadAsync(Token))
            rows.Add(reader.GetString(0));
        rows.Sort(StringComparer.Ordinal);
        _tables.Add(name, rows);
    }

    private static List<string> Minus(IReadOnlyList<string> rows, IReadOnlyList<string> others)
    {
        var counts = others.CountBy(row => row).ToDictionary();
        var rest = new List<string>();
        foreach (var row in rows)
        {
            if (counts.GetValueOrDefault(row) is var count and > 0)
                counts[row] = count - 1;
            else
                rest.Add(row);
        }

        return rest;
    }

    private static string Lines(string what, List<string> rows) =>
        rows.Count == 0 ? "" : $"{rows.Count} {what}:\n{string.Concat(rows.Take(10).Select(row => $"  {row}\n"))}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
