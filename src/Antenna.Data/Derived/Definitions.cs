using Antenna.Data.Model;

namespace Antenna.Data.Derived;

/// <summary>
/// What each derived table is derived from. The views of the schema <c>derived</c> are made of these texts; tables are filled,
/// verified and rebuilt from the views; and triggers add what a statement adds by the same text, with the rows that it added in
/// the place of the whole table.
/// </summary>
internal static class Definitions
{
    /// <summary>The table of the rows that a statement added, in a trigger.</summary>
    public const string Added = "added";

    /// <summary>The table of the rows that a statement removed, in a trigger.</summary>
    public const string Removed = "removed";

    /// <summary>
    /// Every result that began a lineage, a classifier's or the small-size filter's, and whether it is in the scope of a run: it
    /// has an occurrence, and its lineage a terminal row. Scopes are counted, streamed and summarised by this. A detection
    /// without an occurrence is no animal, whatever a classifier says of it; what a pipeline delivered as
    /// intermediate, or the filter put aside, has no terminal row.
    /// </summary>
    public const string Lineages =
        """
        select detection.capture_id, detection.occurrence_id, source.id, source.algorithm_id,
               detection.occurrence_id is not null and terminal.id is not null as in_scope
        from classifications source
        join detections detection on detection.id = source.detection_id
        left join classifications terminal on terminal.lineage_id = source.id and terminal.terminal
        where source.applied_to_id is null
        """;

    /// <summary>Where and when each occurrence was seen first; a capture without a time comes after those that have one.</summary>
    public const string OccurrenceSightings =
        """
        select distinct on (detection.occurrence_id)
               detection.occurrence_id as id, capture.deployment_id, capture.captured_at as first_seen_at
        from detections detection
        join captures capture on capture.id = detection.capture_id
        where detection.occurrence_id is not null
        order by detection.occurrence_id, capture.captured_at, capture.id
        """;

    /// <summary>The time of each occurrence that a run touched.</summary>
    public const string EffectTimes =
        """
        select effect.run_id, effect.occurrence_id, occurrence.first_seen_at
        from run_occurrence_effects effect
        join occurrences occurrence on occurrence.id = effect.occurrence_id
        """;

    // A night is from noon to noon, so it is the date of what was captured twelve hours earlier.
    public const string CaptureSetFigures =
        """
        select set.id as capture_set_id, captured.captures, detected.detections, detected.occurrences,
               captured.nights, captured.deployments, captured.first_captured_at, captured.last_captured_at
        from capture_sets set
        cross join lateral (
            select count(*) as captures,
                   count(distinct (capture.captured_at - interval '12 hours')::date)::int as nights,
                   count(distinct capture.deployment_id)::int as deployments,
                   min(capture.captured_at) as first_captured_at, max(capture.captured_at) as last_captured_at
            from capture_set_items item join captures capture on capture.id = item.capture_id
            where item.capture_set_id = set.id) captured
        cross join lateral (
            select count(*) as detections, count(distinct detection.occurrence_id) as occurrences
            from capture_set_items item join detections detection on detection.capture_id = item.capture_id
            where item.capture_set_id = set.id and (detection.x1 is not null or detection.occurrence_id is not null)) detected
        """;

    /// <summary>The occurrences of the runs whose scope names them: one, or a selection.</summary>
    public const string PickedOccurrences =
        """
        select id as run_id, occurrence_id from runs where occurrence_id is not null
        union all
        select run.id, member.occurrence_id from runs run join selection_occurrences member on member.selection_id = run.selection_id
        """;

    /// <summary>Whether the scopes of two runs have an occurrence in common; of capture sets, a capture.</summary>
    public const string RunsOverlap =
        """
        create function derived.runs_overlap(one bigint, other bigint) returns boolean language sql stable as $$
            select exists (
                select from runs mine, runs theirs
                where mine.id = one and theirs.id = other and (
                    mine.capture_set_id = theirs.capture_set_id
                    or exists (
                        select from capture_set_items item join capture_set_items same on same.capture_id = item.capture_id
                        where item.capture_set_id = mine.capture_set_id and same.capture_set_id = theirs.capture_set_id)
                    or exists (
                        select from derived.picked_occurrences picked join derived.picked_occurrences same on same.occurrence_id = picked.occurrence_id
                        where picked.run_id = one and same.run_id = other)
                    or exists (
                        select from derived.picked_occurrences picked join capture_set_occurrences member on member.occurrence_id = picked.occurrence_id
                        where picked.run_id = one and member.capture_set_id = theirs.capture_set_id)
                    or exists (
                        select from derived.picked_occurrences picked join capture_set_occurrences member on member.occurrence_id = picked.occurrence_id
                        where picked.run_id = other and member.capture_set_id = mine.capture_set_id)))
        $$;
        """;

    public const string CaptureSetClassifiers =
        """
        select item.capture_set_id, lineage.algorithm_id,
               count(*) as results,
               count(*) filter (where lineage.in_scope) as in_scope,
               count(*) filter (where lineage.in_scope and logits.classification_id is not null) as maskable
        from capture_set_items item
        join derived.lineages lineage on lineage.capture_id = item.capture_id
        join algorithms algorithm on algorithm.id = lineage.algorithm_id and algorithm.kind = 'Classifier'
        left join classification_logits logits on logits.classification_id = lineage.id
        group by item.capture_set_id, lineage.algorithm_id
        """;

    /// <summary>Tables whose rows are counted by project.</summary>
    public static IReadOnlyList<string> Counted { get; } = ["deployments", "capture_sets", "captures", "occurrences", "runs"];

    public static string OccurrenceAlgorithms(string classifications = "classifications") =>
        $"""
        select distinct occurrence.id as occurrence_id, row.algorithm_id, occurrence.project_id, occurrence.first_seen_at
        from {classifications} row
        join detections detection on detection.id = row.detection_id
        join occurrences occurrence on occurrence.id = detection.occurrence_id
        """;

    public static string CaptureSetOccurrences(string items = "capture_set_items", string detections = "detections") =>
        $"""
        select distinct occurrence.id as occurrence_id, item.capture_set_id, occurrence.first_seen_at
        from {items} item
        join {detections} detection on detection.capture_id = item.capture_id
        join occurrences occurrence on occurrence.id = detection.occurrence_id
        """;

    /// <summary>Occurrences by day, of a table that has the project and the time of each.</summary>
    /// <param name="algorithm">The algorithm's column; null for occurrences, whatever ran on them.</param>
    public static string Days(string table, string? algorithm) =>
        $"""
        select project_id, {algorithm ?? "null::bigint"} as algorithm_id, first_seen_at::date as day, count(*) as occurrences
        from {table} group by project_id, {(algorithm is null ? "" : $"{algorithm}, ")}first_seen_at::date
        """;

    public static string ProjectTaxa(string occurrences = "occurrences") =>
        $"""
        select distinct project_id, determination_taxon_id as taxon_id from {occurrences} where determination_taxon_id is not null
        """;

    /// <summary>The blocks of ids in which a project has detections of a detector.</summary>
    public static string DetectionBlocks(string detections = "detections") =>
        $"""
        select distinct capture.project_id, detection.algorithm_id, detection.id >> {IdBlock.Bits} as block
        from {detections} detection
        join captures capture on capture.id = detection.capture_id
        """;

    /// <summary>The blocks of ids in which an algorithm has classifications.</summary>
    public static string ClassificationBlocks(string classifications = "classifications") =>
        $"select distinct algorithm_id, id >> {IdBlock.Bits} as block from {classifications} row";

    /// <summary>Rows by project.</summary>
    /// <param name="counted">The name of the table whose rows they are, as an expression.</param>
    public static string ProjectCounts(string table, string counted) =>
        $"select project_id, {counted} as counted, count(*) as amount from {table} group by project_id";
}
