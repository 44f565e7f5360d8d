#nullable disable

namespace Antenna.Data.Migrations
{
    public partial class DerivedTables
    {
        // The triggers as the migrations before this one made them, for a migration back.
        private const string TriggersBefore =
            """
            create function add_occurrences_of_items() returns trigger language plpgsql as $$
            begin
                insert into capture_set_occurrences (occurrence_id, capture_set_id, first_seen_at)
                select distinct occurrence.id, added.capture_set_id, occurrence.first_seen_at
                from added
                join detections detection on detection.capture_id = added.capture_id
                join occurrences occurrence on occurrence.id = detection.occurrence_id
                on conflict do nothing;
                return null;
            end $$;
            create trigger add_occurrences after insert on capture_set_items referencing new table as added
                for each statement execute function add_occurrences_of_items();

            create function add_occurrences_of_detections() returns trigger language plpgsql as $$
            begin
                insert into capture_set_occurrences (occurrence_id, capture_set_id, first_seen_at)
                select distinct occurrence.id, item.capture_set_id, occurrence.first_seen_at
                from added
                join capture_set_items item on item.capture_id = added.capture_id
                join occurrences occurrence on occurrence.id = added.occurrence_id
                on conflict do nothing;
                return null;
            end $$;
            create trigger add_occurrences after insert on detections referencing new table as added
                for each statement execute function add_occurrences_of_detections();

            create function add_algorithms_of_classifications() returns trigger language plpgsql as $$
            begin
                insert into occurrence_algorithms (occurrence_id, algorithm_id, project_id, first_seen_at)
                select distinct occurrence.id, added.algorithm_id, occurrence.project_id, occurrence.first_seen_at
                from added
                join detections detection on detection.id = added.detection_id
                join occurrences occurrence on occurrence.id = detection.occurrence_id
                on conflict do nothing;
                return null;
            end $$;
            create trigger add_algorithms after insert on classifications referencing new table as added
                for each statement execute function add_algorithms_of_classifications();

            create function remove_algorithms_of_classifications() returns trigger language plpgsql as $$
            begin
                delete from occurrence_algorithms ran
                using (
                    select distinct detection.occurrence_id, removed.algorithm_id
                    from removed join detections detection on detection.id = removed.detection_id) gone
                where ran.occurrence_id = gone.occurrence_id and ran.algorithm_id = gone.algorithm_id
                  and not exists (
                      select from detections detection join classifications row on row.detection_id = detection.id
                      where detection.occurrence_id = ran.occurrence_id and row.algorithm_id = ran.algorithm_id);
                return null;
            end $$;
            create trigger remove_algorithms after delete on classifications referencing old table as removed
                for each statement execute function remove_algorithms_of_classifications();

            create function follow_first_seen() returns trigger language plpgsql as $$
            begin
                update capture_set_occurrences set first_seen_at = new.first_seen_at where occurrence_id = new.id;
                update occurrence_algorithms set first_seen_at = new.first_seen_at where occurrence_id = new.id;
                update run_occurrence_effects set first_seen_at = new.first_seen_at where occurrence_id = new.id;
                return null;
            end $$;
            create trigger follow_first_seen after update of first_seen_at on occurrences
                for each row when (old.first_seen_at is distinct from new.first_seen_at) execute function follow_first_seen();

            create function note_taxa_in_use() returns trigger language plpgsql as $$
            begin
                insert into project_taxa (project_id, taxon_id)
                select distinct touched.project_id, touched.determination_taxon_id
                from touched
                where touched.determination_taxon_id is not null and not exists (
                    select from project_taxa known
                    where known.project_id = touched.project_id and known.taxon_id = touched.determination_taxon_id);
                return null;
            end $$;
            create trigger note_taxa_on_insert after insert on occurrences referencing new table as touched
                for each statement execute function note_taxa_in_use();
            create trigger note_taxa_on_update after update on occurrences referencing new table as touched
                for each statement execute function note_taxa_in_use();

            create function count_added_occurrences() returns trigger language plpgsql as $$
            begin
                insert into occurrence_days (project_id, algorithm_id, day, occurrences)
                select project_id, null, first_seen_at::date, count(*) from touched group by project_id, first_seen_at::date;
                return null;
            end $$;
            create trigger count_added after insert on occurrences referencing new table as touched
                for each statement execute function count_added_occurrences();

            create function count_removed_occurrences() returns trigger language plpgsql as $$
            begin
                with forgotten as (
                    delete from occurrence_algorithms ran using touched where ran.occurrence_id = touched.id
                    returning ran.project_id, ran.algorithm_id, ran.first_seen_at),
                gone as (
                    select project_id, algorithm_id, first_seen_at from forgotten
                    union all
                    select project_id, null, first_seen_at from touched)
                insert into occurrence_days (project_id, algorithm_id, day, occurrences)
                select project_id, algorithm_id, first_seen_at::date, -count(*)
                from gone join projects project on project.id = project_id
                group by project_id, algorithm_id, first_seen_at::date;
                return null;
            end $$;
            create trigger count_removed after delete on occurrences referencing old table as touched
                for each statement execute function count_removed_occurrences();

            create or replace function add_algorithms_of_classifications() returns trigger language plpgsql as $$
            begin
                with news as (
                    insert into occurrence_algorithms (occurrence_id, algorithm_id, project_id, first_seen_at)
                    select distinct occurrence.id, added.algorithm_id, occurrence.project_id, occurrence.first_seen_at
                    from added
                    join detections detection on detection.id = added.detection_id
                    join occurrences occurrence on occurrence.id = detection.occurrence_id
                    on conflict do nothing
                    returning project_id, algorithm_id, first_seen_at)
                insert into occurrence_days (project_id, algorithm_id, day, occurrences)
                select project_id, algorithm_id, first_seen_at::date, count(*)
                from news group by project_id, algorithm_id, first_seen_at::date;
                return null;
            end $$;

            create or replace function remove_algorithms_of_classifications() returns trigger language plpgsql as $$
            begin
                with gone as (
                    delete from occurrence_algorithms ran
                    using (
                        select distinct detection.occurrence_id, removed.algorithm_id
                        from removed join detections detection on detection.id = removed.detection_id) candidate
                    where ran.occurrence_id = candidate.occurrence_id and ran.algorithm_id = candidate.algorithm_id
                      and not exists (
                          select from detections detection join classifications row on row.detection_id = detection.id
                          where detection.occurrence_id = ran.occurrence_id and row.algorithm_id = ran.algorithm_id)
                    returning ran.project_id, ran.algorithm_id, ran.first_seen_at)
                insert into occurrence_days (project_id, algorithm_id, day, occurrences)
                select gone.project_id, gone.algorithm_id, gone.first_seen_at::date, -count(*)
                from gone join projects project on project.id = gone.project_id
                group by gone.project_id, gone.algorithm_id, gone.first_seen_at::date;
                return null;
            end $$;

            create or replace function follow_first_seen() returns trigger language plpgsql as $$
            begin
                update capture_set_occurrences set first_seen_at = new.first_seen_at where occurrence_id = new.id;
                update occurrence_algorithms set first_seen_at = new.first_seen_at where occurrence_id = new.id;
                update run_occurrence_effects set first_seen_at = new.first_seen_at where occurrence_id = new.id;
                insert into occurrence_days (project_id, algorithm_id, day, occurrences)
                select new.project_id, counted.algorithm_id, moved.day, moved.occurrences
                from (
                    select null as algorithm_id
                    union all
                    select algorithm_id from occurrence_algorithms where occurrence_id = new.id) counted
                cross join (values (old.first_seen_at::date, -1), (new.first_seen_at::date, 1)) as moved(day, occurrences)
                where old.first_seen_at::date is distinct from new.first_seen_at::date;
                return null;
            end $$;
            """;
    }
}
