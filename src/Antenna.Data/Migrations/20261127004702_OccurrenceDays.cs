using System;
using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Antenna.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(AntennaDbContext))]
    [Migration("20261127004702_OccurrenceDays")]
    public class OccurrenceDays : Migration
    {
        private const string Fill =
            """
            insert into occurrence_days (project_id, algorithm_id, day, occurrences)
            select project_id, null, first_seen_at::date, count(*) from occurrences group by project_id, first_seen_at::date;

            insert into occurrence_days (project_id, algorithm_id, day, occurrences)
            select project_id, algorithm_id, first_seen_at::date, count(*)
            from occurrence_algorithms group by project_id, algorithm_id, first_seen_at::date;
            """;

        // A project takes its occurrences with it, and its days: there is nothing left to count them in.
        private const string CountOccurrences =
            """
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
            """;

        private const string CountAlgorithms =
            """
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

        // As they were before there were days to count in.
        private const string CountNoMore =
            """
            drop trigger count_removed on occurrences;
            drop function count_removed_occurrences();
            drop trigger count_added on occurrences;
            drop function count_added_occurrences();

            create or replace function add_algorithms_of_classifications() returns trigger language plpgsql as $$
            begin
                insert into occurrence_algorithms (occurrence_id, algorithm_id, project_id, first_seen_at)
                select distinct occurrence.id, added.algorithm_id, occurrence.project_id, occurrence.first_seen_at
                from added
                join detections detection on detection.id = added.detection_id
                join occurrences occurrence on occurrence.id = detection.occurrence_id
                on conflict do nothing;
                return null;
            end $$;

            create or replace function remove_algorithms_of_classifications() returns trigger language plpgsql as $$
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

            create or replace function follow_first_seen() returns trigger language plpgsql as $$
            begin
                update capture_set_occurrences set first_seen_at = new.first_seen_at where occurrence_id = new.id;
                update occurrence_algorithms set first_seen_at = new.first_seen_at where occurrence_id = new.id;
                update run_occurrence_effects set first_seen_at = new.first_seen_at where occurrence_id = new.id;
                return null;
            end $$;
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_occurrence_algorithms_occurrences_occurrence_id",
                table: "occurrence_algorithms");

            migrationBuilder.CreateTable(
                name: "occurrence_days",
                columns: table => new
                {
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    algorithm_id = table.Column<long>(type: "bigint", nullable: true),
                    day = table.Column<DateOnly>(type: "date", nullable: true),
                    occurrences = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.ForeignKey(
                        name: "fk_occurrence_days_projects_project_id",
                        column: x => x.project_id,
                        principalTable: "projects",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.Sql(Fill);

            migrationBuilder.CreateIndex(
                name: "ix_occurrence_days_project_id_algorithm_id_day",
                table: "occurrence_days",
                columns: new[] { "project_id", "algorithm_id", "day" })
                .Annotation("Npgsql:IndexInclude", new[] { "occurrences" });

            migrationBuilder.Sql(CountOccurrences);
            migrationBuilder.Sql(CountAlgorithms);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(CountNoMore);

            migrationBuilder.DropTable(
                name: "occurrence_days");

            migrationBuilder.AddForeignKey(
                name: "fk_occurrence_algorithms_occurrences_occurrence_id",
                table: "occurrence_algorithms",
                column: "occurrence_id",
                principalTable: "occurrences",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);
        }
    }
}
