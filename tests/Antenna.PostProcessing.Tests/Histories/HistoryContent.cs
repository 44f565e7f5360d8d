using Npgsql;
using Xunit;

namespace Antenna.PostProcessing.Tests.Histories;

/// <summary>
/// What a project holds after a history, each thing named by its number in the project rather than by its id: so two
/// projects compare in which the same things happened.
/// </summary>
internal sealed record HistoryContent
{
    private const string Numbered =
        """
        with animals as (
            select occurrence.*, row_number() over (order by id) as number from occurrences occurrence where project_id = $1),
        lineages as (
            select source.id, row_number() over (order by source.id) as number
            from classifications source
            join detections detection on detection.id = source.detection_id
            join animals on animals.id = detection.occurrence_id
            where source.applied_to_id is null),
        masks as (
            select algorithm.id, kept.hash || ' ' || algorithm.mode as name
            from algorithms algorithm join kept_sets kept on kept.id = algorithm.kept_set_id),
        project_runs as (
            select run.*, row_number() over (order by id) as number from runs run where project_id = $1),
        rows as (
            select row.*, lineages.number as lineage, masks.name as mask, project_runs.number as run
            from lineages
            join classifications row on row.lineage_id = lineages.id
            left join masks on masks.id = row.algorithm_id
            left join project_runs on project_runs.id = row.run_id)

        """;

    private const string Animals =
        "select row(number, determination_taxon_id, determination_score, verified, machine_taxon_id, machine_score)::text from animals";

    private const string TerminalRows =
        "select row(lineage, mask, taxon_id, class_index, score, absolute_score)::text from rows where terminal";

    private const string AllRows =
        """
        select row(lineage, mask, run, terminal, taxon_id, class_index, score, absolute_score, listed_mass, nothing_mass,
            off_list_mass, top_classes, top_scores, created_at)::text from rows
        """;

    private const string Identifications =
        """
        select row(number, identification.taxon_id, created_at, withdrawn_at, superseded_by_id is not null)::text
        from animals join identifications identification on identification.occurrence_id = animals.id
        """;

    private const string LineageEffects =
        """
        select row(project_runs.number, lineages.number, before.mask, after.mask, effect.terminal_before_id is null, effect.written, effect.removed_id is null)::text
        from project_runs
        join run_lineage_effects effect on effect.run_id = project_runs.id
        join lineages on lineages.id = effect.lineage_id
        left join rows before on before.id = effect.terminal_before_id
        left join rows after on after.id = effect.terminal_after_id
        """;

    private const string OccurrenceEffects =
        """
        select row(project_runs.number, animals.number, taxon_before_id, score_before, taxon_after_id, score_after)::text
        from project_runs
        join run_occurrence_effects effect on effect.run_id = project_runs.id
        join animals on animals.id = effect.occurrence_id
        """;

    private const string Runs =
        """
        select row(number, state, total, (
                select jsonb_object_agg(key, rows) from (
                    select outcome.key, sum(outcome.value::bigint) as rows
                    from run_parts part, jsonb_each_text(part.outcomes) outcome where part.run_id = project_runs.id group by outcome.key) summed),
            (select sum(part.occurrences_updated) from run_parts part where part.run_id = project_runs.id))::text
        from project_runs
        """;

    // As the tables have them, not summed.
    private const string Days =
        """
        select row(masks.name, algorithm.kind, day, occurrences)::text
        from occurrence_days left join algorithms algorithm on algorithm.id = algorithm_id left join masks on masks.id = algorithm_id
        where project_id = $1
        """;

    private const string Counts = "select row(counted, amount)::text from project_counts where project_id = $1";

    private HistoryContent()
    {
    }

    /// <summary>What counts now: of each animal its determination, of each lineage the terminal row.</summary>
    public required IReadOnlyList<string> Counting { get; init; }

    /// <summary>Every row of every lineage, by whichever run, and the identifications.</summary>
    public required IReadOnlyList<string> Rows { get; init; }

    /// <summary>The identifications.</summary>
    public required IReadOnlyList<string> IdentificationRows { get; init; }

    /// <summary>What each run counted, and what it changed.</summary>
    public required IReadOnlyList<string> RunRows { get; init; }

    /// <summary>The rows of sums that are kept derived.</summary>
    public required IReadOnlyList<string> Sums { get; init; }

    public static async Task<HistoryContent> ReadAsync(NpgsqlDataSource dataSource, long projectId) => new()
    {
        Counting = await ReadAsync(dataSource, projectId, Animals, TerminalRows),
        Rows = await ReadAsync(dataSource, projectId, AllRows),
        Sums = await ReadAsync(dataSource, projectId, Days, Counts),
        IdentificationRows = await ReadAsync(dataSource, projectId, Identifications),
        RunRows = await ReadAsync(dataSource, projectId, Runs, LineageEffects, OccurrenceEffects),
    };

    private static async Task<IReadOnlyList<string>> ReadAsync(NpgsqlDataSource dataSource, long projectId, params string[] selections)
    {
        var lines = new List<string>();
        foreach (var selection in selections)
        {
            await using var command = dataSource.CreateCommand(Numbered + selection);
            command.Parameters.Add(new() { Value = projectId });
            await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            var read = new List<string>();
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
                read.Add(reader.GetString(0));
            read.Sort(StringComparer.Ordinal);
            lines.AddRange(read);
        }

        return lines;
    }
}
