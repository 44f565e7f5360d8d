using Antenna.Data.News;
using static Antenna.Data.Derived.Definitions;

namespace Antenna.Data.Derived;

/// <summary>
/// The triggers that keep what is derived, whatever writes. Each is of a statement, with the rows that it added and removed: a
/// batch of a run costs one of each, not one a row. Sums are kept by adding rows, never by changing one, so that writers do
/// not wait for each other; <see cref="DerivedTables"/> merges the rows.
/// </summary>
internal static class Upkeep
{
    /// <summary>
    /// A setting of a transaction that changes only which row of a lineage is terminal: no lineage gets or loses its terminal row
    /// by it, so the figures of capture sets stay.
    /// </summary>
    public const string WithinLineages = "antenna.within_lineages";

    /// <summary>The statements that make it, in a schema that has the views.</summary>
    public static IEnumerable<string> Statements =>
    [
        CaptureSetUpkeep.Counting, OccurrenceUpkeep.Settle, OccurrenceUpkeep.Occurrences, OccurrenceUpkeep.Algorithms,
        Classifications, Detections, CaptureSetItems, Captures, Counts, Runs, Compaction.Statement,
        Trigger("occurrences", "follow_occurrences"),
        Trigger("occurrence_algorithms", "follow_occurrence_algorithms"),
        Trigger("classifications", "follow_classifications", $"when (current_setting('{WithinLineages}', true) is distinct from 'on')"),
        Trigger("detections", "follow_detections"),
        Trigger("capture_set_items", "follow_capture_set_items"),
        OnUpdate("captures", "follow_captures"),
        .. Counted.SelectMany(table => (string[])[OnInsert(table, "count_rows"), OnDelete(table, "count_rows")]),
        OnInsert("capture_sets", "follow_capture_sets"),
        OnDelete("runs", "follow_runs"),
        RunStateGuard,
        WorkUnderWay,
    ];

    private static string Classifications =>
        $"""
        create function derived.follow_classifications() returns trigger language plpgsql as $$
        begin
            if tg_op = 'INSERT' then
                insert into occurrence_algorithms (occurrence_id, algorithm_id, project_id, first_seen_at)
                {OccurrenceAlgorithms(Added)}
                on conflict do nothing;
                {NoteClassifications(Added)}
                if exists (select from {Added} where applied_to_id is null) then
                    perform derived.touch_sets_of_captures(array(
                        select distinct detection.capture_id from {Added} row join detections detection on detection.id = row.detection_id
                        where row.applied_to_id is null));
                end if;
            elsif tg_op = 'DELETE' then
                delete from occurrence_algorithms ran
                using (
                    select distinct detection.occurrence_id, row.algorithm_id
                    from {Removed} row join detections detection on detection.id = row.detection_id) gone
                where ran.occurrence_id = gone.occurrence_id and ran.algorithm_id = gone.algorithm_id
                  and not exists (
                    select from detections detection join classifications other on other.detection_id = detection.id
                    where detection.occurrence_id = gone.occurrence_id and other.algorithm_id = gone.algorithm_id);
                if current_setting('{WithinLineages}', true) is distinct from 'on' then
                    perform derived.touch_sets_of_captures(array(
                        select distinct detection.capture_id from {Removed} row join detections detection on detection.id = row.detection_id));
                end if;
            else
                {NoteClassifications($"({Changed("id, algorithm_id")})")}
                perform derived.settle_occurrences(array(
                    select distinct occurrence_id from detections where occurrence_id is not null and id = any(array(
                        select detection_id from ({Differing("id, detection_id, algorithm_id")}) changed))));
                perform derived.touch_sets_of_captures(array(
                    select distinct capture_id from detections where id = any(array(
                        select detection_id from ({Differing("id, detection_id, algorithm_id, terminal")}) changed))));
            end if;
            return null;
        end $$;
        """;

    private static string Detections =>
        $"""
        create function derived.follow_detections() returns trigger language plpgsql as $$
        begin
            if tg_op = 'INSERT' then
                insert into capture_set_occurrences (occurrence_id, capture_set_id, first_seen_at)
                select occurrence_id, capture_set_id, first_seen_at from ({CaptureSetOccurrences(detections: Added)}) member
                on conflict do nothing;
                {NoteDetections(Added)}
                perform derived.settle_sightings(array(
                    select distinct occurrence.id
                    from {Added} detection
                    join captures capture on capture.id = detection.capture_id
                    join occurrences occurrence on occurrence.id = detection.occurrence_id
                    where (occurrence.deployment_id, occurrence.first_seen_at) is distinct from (capture.deployment_id, capture.captured_at)));
                perform derived.touch_sets_of_captures(array(select distinct capture_id from {Added}));
            elsif tg_op = 'DELETE' then
                perform derived.settle_occurrences(array(select distinct occurrence_id from {Removed} where occurrence_id is not null));
                perform derived.touch_sets_of_captures(array(select distinct capture_id from {Removed}));
            else
                {NoteDetections($"({Changed("id, capture_id, algorithm_id")})")}
                perform derived.settle_occurrences(array(
                    select distinct occurrence_id from ({Differing("id, occurrence_id, capture_id")}) changed where occurrence_id is not null));
                perform derived.touch_sets_of_captures(array(
                    select distinct capture_id from ({Differing("id, occurrence_id, capture_id, x1")}) changed));
            end if;
            return null;
        end $$;
        """;

    // A set that is removed takes its occurrences and figures with it.
    private static string CaptureSetItems =>
        $"""
        create function derived.follow_capture_set_items() returns trigger language plpgsql as $$
        begin
            if tg_op <> 'INSERT' then
                perform derived.settle_memberships(array(
                    select distinct detection.occurrence_id
                    from {Removed} item
                    join capture_sets set on set.id = item.capture_set_id
                    join detections detection on detection.capture_id = item.capture_id
                    where detection.occurrence_id is not null));
                perform derived.touch_capture_sets(array(
                    select distinct set.id from {Removed} item join capture_sets set on set.id = item.capture_set_id));
            end if;
            if tg_op <> 'DELETE' then
                insert into capture_set_occurrences (occurrence_id, capture_set_id, first_seen_at)
                select occurrence_id, capture_set_id, first_seen_at from ({CaptureSetOccurrences(items: Added)}) member
                on conflict do nothing;
                perform derived.touch_capture_sets(array(select distinct capture_set_id from {Added}));
            end if;
            return null;
        end $$;
        """;

    // When and where its occurrences were seen follows at the end of the import that corrects a capture: it has to lock them
    // in the order of their ids, before anything else of them changes.
    private static string Captures =>
        $"""
        create function derived.follow_captures() returns trigger language plpgsql as $$
        begin
            perform derived.touch_sets_of_captures(array(
                select id from ({Changed("id, captured_at, deployment_id")}) changed));
            return null;
        end $$;
        """;

    private static string Counts =>
        $"""
        create function derived.count_rows() returns trigger language plpgsql as $$
        begin
            if tg_op = 'INSERT' then
                insert into project_counts (project_id, counted, amount) {ProjectCounts(Added, "tg_table_name")};
            else
                insert into project_counts (project_id, counted, amount)
                select gone.project_id, gone.counted, -gone.amount
                from ({ProjectCounts(Removed, "tg_table_name")}) gone join projects project on project.id = gone.project_id;
            end if;
            return null;
        end $$;
        """;

    // In the place of foreign keys, which would be checked once a row of each batch.
    private static string Runs =>
        $"""
        create function derived.follow_runs() returns trigger language plpgsql as $$
        begin
            delete from run_lineage_effects effect using {Removed} where effect.run_id = {Removed}.id;
            delete from run_occurrence_effects effect using {Removed} where effect.run_id = {Removed}.id;
            return null;
        end $$;
        """;

    // A change of state that no run can make is refused, whichever code writes it.
    private const string RunStateGuard =
        """
        create function derived.guard_run_state() returns trigger language plpgsql as $$
        begin
            if (old.state, new.state) not in (
                ('Queued', 'Running'), ('Queued', 'Canceled'), ('Queued', 'Failed'),
                ('Running', 'Succeeded'), ('Running', 'Failed'), ('Running', 'Canceling'),
                ('Canceling', 'Canceled'), ('Canceling', 'Failed'), ('Canceling', 'Succeeded'),
                ('Failed', 'Queued'), ('Canceled', 'Queued'),
                ('Succeeded', 'Reverted'), ('Failed', 'Reverted'), ('Canceled', 'Reverted'),
                ('Reverted', 'Succeeded'), ('Reverted', 'Failed'), ('Reverted', 'Canceled'))
            then
                raise exception 'Run % cannot come from % into %', old.id, old.state, new.state
                    using errcode = 'check_violation', constraint = 'ck_runs_state', table = 'runs';
            end if;
            return new;
        end $$;
        create trigger guard_run_state before update of state on runs for each row
            when (old.state is distinct from new.state) execute function derived.guard_run_state();
        """;

    // Whichever code begins or ends them; what a batch or a heartbeat writes has no state.
    private static string WorkUnderWay =>
        $"""
        create function derived.announce_work_under_way() returns trigger language plpgsql as $$
        begin
            {Announcements.OfWorkUnderWay}
            return null;
        end $$;
        create trigger announce_work_under_way after insert or delete or update of state on runs for each statement
            execute function derived.announce_work_under_way();
        create trigger announce_work_under_way after insert or delete or update of state on imports for each statement
            execute function derived.announce_work_under_way();
        """;

    // By sets rather than by a join: the plan of a trigger is kept for its session, and one that was made for one row would
    // compare each of a million with each.
    internal static string Changed(string columns) => $"select {columns} from {Added} except select {columns} from {Removed}";

    /// <summary>Rows as they were and as they are, of those that are not the same in these columns.</summary>
    private static string Differing(string columns) =>
        $"({Changed(columns)}) union all (select {columns} from {Removed} except select {columns} from {Added})";

    private static string NoteDetections(string detections) =>
        Note("detection_blocks", ["project_id", "algorithm_id", "block"], DetectionBlocks(detections));

    private static string NoteClassifications(string classifications) =>
        Note("classification_blocks", ["algorithm_id", "block"], ClassificationBlocks(classifications));

    /// <summary>Adds rows to a table of which it is enough that each is there.</summary>
    private static string Note(string table, string[] columns, string due) =>
        $"""
        insert into {table} ({string.Join(", ", columns)})
        select {string.Join(", ", columns.Select(column => $"noted.{column}"))} from ({due}) noted
        where not exists (select from {table} known where {string.Join(" and ", columns.Select(column => $"known.{column} = noted.{column}"))});
        """;

    private static string Trigger(string table, string function, string onUpdate = "") =>
        $"{OnInsert(table, function)} {OnDelete(table, function)} {OnUpdate(table, function, onUpdate)}";

    private static string OnInsert(string table, string function) =>
        $"create trigger derived_{function}_on_insert after insert on {table} referencing new table as {Added} for each statement execute function derived.{function}();";

    private static string OnDelete(string table, string function) =>
        $"create trigger derived_{function}_on_delete after delete on {table} referencing old table as {Removed} for each statement execute function derived.{function}();";

    private static string OnUpdate(string table, string function, string when = "") =>
        $"create trigger derived_{function}_on_update after update on {table} referencing old table as {Removed} new table as {Added} for each statement {when} execute function derived.{function}();";
}
