using System;
using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Antenna.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(AntennaDbContext))]
    [Migration("20261126232951_OccurrenceLists")]
    public class OccurrenceLists : Migration
    {
        // What is derived from the rows of other tables, for those that there are already.
        private const string Fill =
            """
            insert into capture_set_occurrences (occurrence_id, capture_set_id, first_seen_at)
            select distinct occurrence.id, item.capture_set_id, occurrence.first_seen_at
            from capture_set_items item
            join detections detection on detection.capture_id = item.capture_id
            join occurrences occurrence on occurrence.id = detection.occurrence_id;

            insert into occurrence_algorithms (occurrence_id, algorithm_id, project_id, first_seen_at)
            select distinct occurrence.id, row.algorithm_id, occurrence.project_id, occurrence.first_seen_at
            from classifications row
            join detections detection on detection.id = row.detection_id
            join occurrences occurrence on occurrence.id = detection.occurrence_id;

            update run_occurrence_effects effect set first_seen_at = occurrence.first_seen_at
            from occurrences occurrence where occurrence.id = effect.occurrence_id and occurrence.first_seen_at is not null;
            """;

        // Captures never leave a set, nor detections an occurrence, but with what they belong to.
        private const string KeepCaptureSetOccurrences =
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
            """;

        private const string KeepOccurrenceAlgorithms =
            """
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
            """;

        // An import may correct when a capture was made.
        private const string FollowFirstSeen =
            """
            create function follow_first_seen() returns trigger language plpgsql as $$
            begin
                update capture_set_occurrences set first_seen_at = new.first_seen_at where occurrence_id = new.id;
                update occurrence_algorithms set first_seen_at = new.first_seen_at where occurrence_id = new.id;
                update run_occurrence_effects set first_seen_at = new.first_seen_at where occurrence_id = new.id;
                return null;
            end $$;
            create trigger follow_first_seen after update of first_seen_at on occurrences
                for each row when (old.first_seen_at is distinct from new.first_seen_at) execute function follow_first_seen();
            """;

        private const string Drop =
            """
            drop trigger follow_first_seen on occurrences;
            drop function follow_first_seen();
            drop trigger remove_algorithms on classifications;
            drop function remove_algorithms_of_classifications();
            drop trigger add_algorithms on classifications;
            drop function add_algorithms_of_classifications();
            drop trigger add_occurrences on detections;
            drop function add_occurrences_of_detections();
            drop trigger add_occurrences on capture_set_items;
            drop function add_occurrences_of_items();
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_occurrences_deployment_id",
                table: "occurrences");

            migrationBuilder.DropIndex(
                name: "ix_occurrences_project_id_determination_taxon_id",
                table: "occurrences");

            migrationBuilder.AddColumn<DateTime>(
                name: "first_seen_at",
                table: "run_occurrence_effects",
                type: "timestamp without time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "capture_set_occurrences",
                columns: table => new
                {
                    occurrence_id = table.Column<long>(type: "bigint", nullable: false),
                    capture_set_id = table.Column<long>(type: "bigint", nullable: false),
                    first_seen_at = table.Column<DateTime>(type: "timestamp without time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_capture_set_occurrences", x => new { x.occurrence_id, x.capture_set_id });
                    table.ForeignKey(
                        name: "fk_capture_set_occurrences_capture_sets_capture_set_id",
                        column: x => x.capture_set_id,
                        principalTable: "capture_sets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_capture_set_occurrences_occurrences_occurrence_id",
                        column: x => x.occurrence_id,
                        principalTable: "occurrences",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "occurrence_algorithms",
                columns: table => new
                {
                    occurrence_id = table.Column<long>(type: "bigint", nullable: false),
                    algorithm_id = table.Column<long>(type: "bigint", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    first_seen_at = table.Column<DateTime>(type: "timestamp without time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_occurrence_algorithms", x => new { x.occurrence_id, x.algorithm_id });
                    table.ForeignKey(
                        name: "fk_occurrence_algorithms_occurrences_occurrence_id",
                        column: x => x.occurrence_id,
                        principalTable: "occurrences",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            // Before the indexes, which are built faster than they are kept.
            migrationBuilder.Sql(Fill);

            migrationBuilder.CreateIndex(
                name: "ix_run_occurrence_effects_changed",
                table: "run_occurrence_effects",
                columns: new[] { "run_id", "first_seen_at", "occurrence_id" },
                descending: new[] { false, true, true },
                filter: "taxon_before_id is distinct from taxon_after_id");

            migrationBuilder.CreateIndex(
                name: "ix_occurrences_deployment_id_first_seen_at_id",
                table: "occurrences",
                columns: new[] { "deployment_id", "first_seen_at", "id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_occurrences_of_a_taxon",
                table: "occurrences",
                columns: new[] { "project_id", "determination_taxon_id", "first_seen_at", "id" },
                descending: new[] { false, false, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_occurrences_project_id_machine_score_id",
                table: "occurrences",
                columns: new[] { "project_id", "machine_score", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_occurrences_verified",
                table: "occurrences",
                columns: new[] { "project_id", "first_seen_at", "id" },
                descending: new[] { false, true, true },
                filter: "verified");

            migrationBuilder.CreateIndex(
                name: "ix_capture_set_occurrences_by_time",
                table: "capture_set_occurrences",
                columns: new[] { "capture_set_id", "first_seen_at", "occurrence_id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_occurrence_algorithms_by_time",
                table: "occurrence_algorithms",
                columns: new[] { "project_id", "algorithm_id", "first_seen_at", "occurrence_id" },
                descending: new[] { false, false, true, true });

            migrationBuilder.Sql(KeepCaptureSetOccurrences);
            migrationBuilder.Sql(KeepOccurrenceAlgorithms);
            migrationBuilder.Sql(FollowFirstSeen);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(Drop);

            migrationBuilder.DropTable(
                name: "capture_set_occurrences");

            migrationBuilder.DropTable(
                name: "occurrence_algorithms");

            migrationBuilder.DropIndex(
                name: "ix_run_occurrence_effects_changed",
                table: "run_occurrence_effects");

            migrationBuilder.DropIndex(
                name: "ix_occurrences_deployment_id_first_seen_at_id",
                table: "occurrences");

            migrationBuilder.DropIndex(
                name: "ix_occurrences_of_a_taxon",
                table: "occurrences");

            migrationBuilder.DropIndex(
                name: "ix_occurrences_project_id_machine_score_id",
                table: "occurrences");

            migrationBuilder.DropIndex(
                name: "ix_occurrences_verified",
                table: "occurrences");

            migrationBuilder.DropColumn(
                name: "first_seen_at",
                table: "run_occurrence_effects");

            migrationBuilder.CreateIndex(
                name: "ix_occurrences_deployment_id",
                table: "occurrences",
                column: "deployment_id");

            migrationBuilder.CreateIndex(
                name: "ix_occurrences_project_id_determination_taxon_id",
                table: "occurrences",
                columns: new[] { "project_id", "determination_taxon_id" });
        }
    }
}
