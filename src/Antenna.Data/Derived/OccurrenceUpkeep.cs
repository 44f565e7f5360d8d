using static Antenna.Data.Derived.Definitions;

namespace Antenna.Data.Derived;

/// <summary>Keeps what is derived of occurrences: where and when they were seen, what ran on them, and their days.</summary>
internal static class OccurrenceUpkeep
{
    private const string DaysColumns = "project_id, algorithm_id, day, occurrences";

    // Derives again what is derived of some occurrences, for what neither only adds nor is frequent.
    public const string Settle =
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
    public static string Occurrences =>
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
                moved := array(select id from ({Upkeep.Changed("id, project_id, first_seen_at")}) changed);
                if cardinality(moved) > 0 then
                    {AddDays(Removed, null, remove: true)}
                    {AddDays(Added, null)}
                    perform derived.settle_memberships(moved);
                end if;
            end if;
            return null;
        end $$;
        """;

    public static string Algorithms =>
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

    private static string AddDays(string table, string? algorithm, bool remove = false) => remove
        ? $"""
          insert into occurrence_days ({DaysColumns})
          select gone.project_id, gone.algorithm_id, gone.day, -gone.occurrences
          from ({Days(table, algorithm)}) gone join projects project on project.id = gone.project_id;
          """
        : $"insert into occurrence_days ({DaysColumns}) {Days(table, algorithm)};";
}
