namespace Antenna.Data.Derived;

/// <summary>Merges the rows of sums.</summary>
internal static class Compaction
{
    // Rows that another one merges at the moment, and those of a project that is being removed, are left to the next.
    public const string Statement =
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
}
