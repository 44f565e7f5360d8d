using static Antenna.Data.Derived.Definitions;

namespace Antenna.Data.Derived;

/// <summary>
/// The triggers that keep what is derived, whoever writes. Each is of a statement, with the rows that it added and removed: a
/// batch of a run costs one of each, not one a row. Sums are kept by adding rows, never by changing one, so that writers do
/// not wait for each other; <see cref="DerivedTables"/> merges the rows.
/// </summary>
internal static class Upkeep
{
    /// <summary>
    /// A setting of a transaction that changes terminal flags only within lineages, as a run does: no lineage gets or loses its
    /// terminal row by it, so capture sets need not be counted anew.
    /// </summary>
    public const string WithinLineages = "antenna.within_lineages";

    private const string DaysColumns = "project_id, algorithm_id, day, occurrences";

    /// <summary>The statements that make it, in a schema that has the views.</summary>
    public static IEnumerable<string> Statements =>
    [
        CaptureSets, Settle, Occurrences, OccurrenceAlgorithms, Classifications, Detections, CaptureSetItems, Captures, Counts, Compact,
        Trigger("occurrences", "follow_occurrences"),
        Trigger("occurrence_algorithms", "follow_occurrence_algorithms"),
        Trigger("classifications", "follow_classifications", $"when (current_setting('{WithinLineages}', true) is distinct from 'on')"),
        Trigger("detections", "follow_detections"),
        Trigger("capture_set_items", "follow_capture_set_items"),
        OnUpdate("captures", "follow_captures"),
        .. Counted.SelectMany(table => (string[])[OnInsert(table, "count_rows"), OnDelete(table, "count_rows")]),
        OnInsert("capture_sets", "follow_capture_sets"),
    ];

    // A set is large, and an import touches it with every batch: it is counted once, when the transaction commits. Sets are
    // locked in the order of their ids, and nobody sees the notes of a transaction that is not over.
    private const string CaptureSets =
        """
        create unlogged table derived.touched_capture_sets (capture_set_id bigint not null);

        create function derived.touch_capture_sets(ids bigint[]) returns void language sql as $$
            insert into derived.touched_capture_sets (capture_set_id)
            select distinct id from unnest(ids) touched(id)
            where not exists (select from derived.touched_capture_sets known where known.capture_set_id = touched.id)
        $$;

        create function derived.touch_sets_of_captures(captures bigint[]) returns void language sql as $$
            select derived.touch_capture_sets(array(select distinct capture_set_id from capture_set_items where capture_id = any(captures)))
        $$;

        create function derived.refresh_capture_sets() returns trigger language plpgsql as $$
        declare
            ids bigint[] := array(select distinct capture_set_id from derived.touched_capture_sets order by capture_set_id);
        begin
            if cardinality(ids) = 0 then
                return null;
            end if;
            delete from derived.touched_capture_sets;
            perform from capture_sets where id = any(ids) order by id for no key update;
            delete from capture_set_figures where capture_set_id = any(ids);
            insert into capture_set_figures (capture_set_id, captures, detections, occurrences, nights, deployments, first_captured_at, last_captured_at)
            select capture_set_id, captures, detections, occurrences, nights, deployments, first_captured_at, last_captured_at
            from derived.capture_set_figures where capture_set_id = any(ids);
            delete from capture_set_classifiers where capture_set_id = any(ids);
            insert into capture_set_classifiers (capture_set_id, algorithm_id, results, in_scope, maskable)
            select capture_set_id, algorithm_id, results, in_scope, maskable
            from derived.capture_set_classifiers where capture_set_id = any(ids);
            return null;
        end $$;
        create constraint trigger refresh_capture_sets after insert on derived.touched_capture_sets
            deferrable initially deferred for each row execute function derived.refresh_capture_sets();

        create function derived.follow_capture_sets() returns trigger language plpgsql as $$
        begin
            perform derived.touch_capture_sets(array(select id from added));
            return null;
        end $$;
        """;

    // Derives again what is derived of some occurrences, for what neither only adds nor is frequent.
    private const string Settle =
        """
        create function derived.settle_sightings(ids bigint[]) returns void language sql as $$
            update occurrences occurrence set deployment_id = due.deployment_id, first_seen_at = due.first_seen_at
            from derived.occurrence_sightings due
            where due.id = any(ids) and occurrence.id = due.id
              and (occurrence.deployment_id, occurrence.first_seen_at) is distinct from (due.deployment_id, due.first_seen_at)
        $$;

        create function derived.settle_memberships(ids bigint[]) returns void language sql as $$
            with due as materialized (select * from derived.occurrence_algorithms where occurrence_id = any(ids)),
            gone as (
                delete from occurrence_algorithms ran
                where ran.occurrence_id = any(ids)
                  and not exists (select from due where due.occurrence_id = ran.occurrence_id and due.algorithm_id = ran.algorithm_id))
            insert into occurrence_algorithms as ran (occurrence_id, algorithm_id, project_id, first_seen_at)
            select occurrence_id, algorithm_id, project_id, first_seen_at from due
            on conflict (occurrence_id, algorithm_id) do update set project_id = excluded.project_id, first_seen_at = excluded.first_seen_at
            where (ran.project_id, ran.first_seen_at) is distinct from (excluded.project_id, excluded.first_seen_at);

            with due as materialized (select * from derived.capture_set_occurrences where occurrence_id = any(ids)),
            gone as (
                delete from capture_set_occurrences member
                where member.occurrence_id = any(ids)
                  and not exists (select from due where due.occurrence_id = member.occurrence_id and due.capture_set_id = member.capture_set_id))
            insert into capture_set_occurrences as member (occurrence_id, capture_set_id, first_seen_at)
            select occurrence_id, capture_set_id, first_seen_at from due
            on conflict (capture_set_id, occurrence_id) do update set first_seen_at = excluded.first_seen_at
            where member.first_seen_at is distinct from excluded.first_seen_at;

            update run_occurrence_effects effect set first_seen_at = due.first_seen_at
            from derived.effect_times due
            where due.occurrence_id = any(ids) and effect.run_id = due.run_id and effect.occurrence_id = due.occurrence_id
              and effect.first_seen_at is distinct from due.first_seen_at;
        $$;

        create function derived.settle_occurrences(ids bigint[]) returns void language plpgsql as $$
        begin
            -- Most that lose a detection go with it, and there is nothing to settle of them.
            ids := array(select id from occurrences where id = any(ids) order by id);
            if cardinality(ids) > 0 then
                perform derived.settle_sightings(ids);
                perform derived.settle_memberships(ids);
            end if;
        end $$;
        """;

    // Of a project that is removed with all that it has there is nothing left to count in.
    private static string Occurrences =>
        $"""
        create function derived.follow_occurrences() returns trigger language plpgsql as $$
        declare
            moved bigint[];
        begin
            if tg_op = 'DELETE' then
                delete from occurrence_algorithms ran using {Removed} where ran.occurrence_id = {Removed}.id;
                {AddDays(Removed, null, remove: true)}
                return null;
            end if;

            insert into project_taxa (project_id, taxon_id)
            select noted.* from ({ProjectTaxa(Added)}) noted
            where not exists (
                select from project_taxa known where known.project_id = noted.project_id and known.taxon_id = noted.taxon_id);
            if tg_op = 'INSERT' then
                {AddDays(Added, null)}
            else
                moved := array(select id from ({Changed("id, project_id, first_seen_at")}) changed);
                if cardinality(moved) > 0 then
                    {AddDays(Removed, null, remove: true)}
                    {AddDays(Added, null)}
                    perform derived.settle_memberships(moved);
                end if;
            end if;
            return null;
        end $$;
        """;

    private static string OccurrenceAlgorithms =>
        $"""
        create function derived.follow_occurrence_algorithms() returns trigger language plpgsql as $$
        begin
            if tg_op <> 'INSERT' then
                {AddDays(Removed, "algorithm_id", remove: true)}
            end if;
            if tg_op <> 'DELETE' then
                {AddDays(Added, "algorithm_id")}
            end if;
            return null;
        end $$;
        """;

    private static string Classifications =>
        $"""
        create function derived.follow_classifications() returns trigger language plpgsql as $$
        begin
            if tg_op = 'INSERT' then
                insert into occurrence_algorithms (occurrence_id, algorithm_id, project_id, first_seen_at)
                {Definitions.OccurrenceAlgorithms(Added)}
                on conflict do nothing;
                if exists (select from {Added} where applied_to_id is null) then
                    perform derived.touch_sets_of_captures(array(
                        select distinct detection.capture_id from {Added} row join detections detection on detection.id = row.detection_id
                        where row.applied_to_id is null));
                end if;
            elsif tg_op = 'DELETE' then
                perform derived.settle_occurrences(array(
                    select distinct detection.occurrence_id from {Removed} row join detections detection on detection.id = row.detection_id
                    where detection.occurrence_id is not null));
                perform derived.touch_sets_of_captures(array(
                    select distinct detection.capture_id from {Removed} row join detections detection on detection.id = row.detection_id));
            else
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

    // Rows that another one merges at the moment, and those of a project that is being removed, are left to the next.
    private const string Compact =
        """
        create function derived.compact() returns void language plpgsql as $$
        begin
            with apart as (
                select project_id, coalesce(algorithm_id, 0) as algorithm, coalesce(day, '-infinity') as date
                from occurrence_days group by 1, 2, 3 having count(*) > 1 or sum(occurrences) = 0),
            held as (
                select stored.ctid as place from occurrence_days stored
                join apart on apart.project_id = stored.project_id
                    and apart.algorithm = coalesce(stored.algorithm_id, 0) and apart.date = coalesce(stored.day, '-infinity')
                join projects project on project.id = stored.project_id
                for update of stored skip locked for key share of project skip locked),
            gone as (delete from occurrence_days where ctid = any(array(select place from held)) returning *)
            insert into occurrence_days (project_id, algorithm_id, day, occurrences)
            select project_id, algorithm_id, day, sum(occurrences) from gone group by 1, 2, 3 having sum(occurrences) <> 0;

            with apart as (select project_id, counted from project_counts group by 1, 2 having count(*) > 1 or sum(amount) = 0),
            held as (
                select stored.ctid as place from project_counts stored join apart using (project_id, counted)
                join projects project on project.id = stored.project_id
                for update of stored skip locked for key share of project skip locked),
            gone as (delete from project_counts where ctid = any(array(select place from held)) returning *)
            insert into project_counts (project_id, counted, amount)
            select project_id, counted, sum(amount) from gone group by 1, 2 having sum(amount) <> 0;

            with apart as (select project_id, taxon_id from project_taxa group by 1, 2 having count(*) > 1),
            held as (
                select stored.ctid as place from project_taxa stored join apart using (project_id, taxon_id)
                join projects project on project.id = stored.project_id
                for update of stored skip locked for key share of project skip locked),
            gone as (delete from project_taxa where ctid = any(array(select place from held)) returning *)
            insert into project_taxa (project_id, taxon_id) select distinct project_id, taxon_id from gone;

            with held as (
                select id from taxonomy_changes where (select count(*) from taxonomy_changes) > 1 for update skip locked),
            gone as (delete from taxonomy_changes where id = any(array(select id from held)) returning changes)
            insert into taxonomy_changes (changes) select sum(changes) from gone having count(*) > 0;
        end $$;
        """;

    private static string AddDays(string table, string? algorithm, bool remove = false) => remove
        ? $"""
          insert into occurrence_days ({DaysColumns})
          select gone.project_id, gone.algorithm_id, gone.day, -gone.occurrences
          from ({Days(table, algorithm)}) gone join projects project on project.id = gone.project_id;
          """
        : $"insert into occurrence_days ({DaysColumns}) {Days(table, algorithm)};";

    // By sets rather than by a join: the plan of a trigger is kept for its session, and one that was made for one row would
    // compare each of a million with each.
    private static string Changed(string columns) => $"select {columns} from {Added} except select {columns} from {Removed}";

    /// <summary>Rows as they were and as they are, of those that are not the same in these columns.</summary>
    private static string Differing(string columns) =>
        $"({Changed(columns)}) union all (select {columns} from {Removed} except select {columns} from {Added})";

    private static string Trigger(string table, string function, string onUpdate = "") =>
        $"{OnInsert(table, function)} {OnDelete(table, function)} {OnUpdate(table, function, onUpdate)}";

    private static string OnInsert(string table, string function) =>
        $"create trigger derived_{function}_on_insert after insert on {table} referencing new table as {Added} for each statement execute function derived.{function}();";

    private static string OnDelete(string table, string function) =>
        $"create trigger derived_{function}_on_delete after delete on {table} referencing old table as {Removed} for each statement execute function derived.{function}();";

    private static string OnUpdate(string table, string function, string when = "") =>
        $"create trigger derived_{function}_on_update after update on {table} referencing old table as {Removed} new table as {Added} for each statement {when} execute function derived.{function}();";
}
