namespace Antenna.Data.Verification;

/// <summary>What is so of every row, though no constraint of the database says it.</summary>
/// <param name="Count">A query of how many rows there are, and of how many it is not so.</param>
/// <param name="Repair">A statement that makes it so; null where only a person can tell what is right.</param>
internal sealed record Invariant(string Name, string Count, string? Repair)
{
    private const string Superseded =
        """
        row.terminal and exists (
            select from classifications source
            join classifications newer
                on newer.detection_id = source.detection_id and newer.algorithm_id = source.algorithm_id
                and newer.applied_to_id is null and newer.created_at > source.created_at
            where source.id = row.lineage_id)
        """;

    public static IReadOnlyList<Invariant> All { get; } =
    [
        // A newer result of a classifier on a detection retires the lineages before it.
        new(
            "superseded_lineages_have_no_terminal_row",
            $"select (select count(*) from classifications where applied_to_id is null), (select count(*) from classifications row where {Superseded})",
            $"update classifications row set terminal = false where {Superseded}"),
        new(
            "derived_rows_are_on_the_detection_of_their_source",
            """
            select count(*), count(*) filter (where row.detection_id <> source.detection_id)
            from classifications row join classifications source on source.id = row.lineage_id where row.applied_to_id is not null
            """,
            Repair: null),

        // What foreign keys would say, if they were not checked once a row.
        new(
            "derived_rows_and_effects_name_runs_that_exist",
            """
            select count(*), count(*) filter (where run.id is null)
            from (
                select run_id from classifications where run_id is not null
                union all select run_id from run_lineage_effects
                union all select run_id from run_occurrence_effects) named
            left join runs run on run.id = named.run_id
            """,
            Repair: null),
    ];

    /// <summary>Those that a statement makes so.</summary>
    public static IReadOnlyList<Invariant> Repairable { get; } = [.. All.Where(invariant => invariant.Repair is not null)];
}
