using System;
using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Antenna.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(AntennaDbContext))]
    [Migration("20261128111842_RunParts")]
    public class RunParts : Migration
    {
        private const string KeepRuns =
            "create temporary table runs_before on commit drop as select * from runs";

        // Every run there was becomes one part, and its states what is known of them.
        private const string FillParts =
            """
            insert into run_parts (run_id, number, after_occurrence_id, last_occurrence_id, attempt, claimed_at, checkpoint, advanced_at,
                outcomes, listed, occurrences_updated, finished_at, stopped_at)
            select id, 1, 0, 9223372036854775807, attempt, started_at, checkpoint, finished_at,
                jsonb_strip_nulls(jsonb_build_object(
                    'masked', nullif(masked, 0), 'restored', nullif(restored, 0), 'unchanged', nullif(unchanged, 0), 'held', nullif(held, 0),
                    'no-logits', nullif(skipped_no_logits, 0), 'wrong-length', nullif(skipped_wrong_length, 0),
                    'not-finite', nullif(skipped_not_finite, 0), 'out-of-scope', nullif(skipped_out_of_scope, 0))),
                '{}', occurrences_updated,
                case when state = 'Succeeded' then finished_at end, case when state = 'Canceled' then finished_at end
            from runs_before where started_at is not null;

            insert into run_state_changes (run_id, state, at, person_id)
            select id, 'Queued', created_at, requested_by_id from runs_before
            union all select id, 'Running', started_at, null from runs_before where started_at is not null
            union all select id, state, coalesce(finished_at, created_at), null from runs_before where state not in ('Queued', 'Running')
            order by 3, 1;

            update run_lineage_effects effect set occurrence_id = detection.occurrence_id
            from classifications source join detections detection on detection.id = source.detection_id
            where source.id = effect.lineage_id and detection.occurrence_id is not null;
            delete from run_lineage_effects where occurrence_id = 0;
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(KeepRuns);

            migrationBuilder.DropForeignKey(
                name: "fk_classifications_runs_run_id",
                table: "classifications");

            migrationBuilder.DropForeignKey(
                name: "fk_run_lineage_effects_runs_run_id",
                table: "run_lineage_effects");

            migrationBuilder.DropForeignKey(
                name: "fk_run_occurrence_effects_runs_run_id",
                table: "run_occurrence_effects");

            migrationBuilder.DropTable(
                name: "run_heartbeats");

            migrationBuilder.DropIndex(
                name: "ix_runs_one_under_way",
                table: "runs");

            migrationBuilder.DropCheckConstraint(
                name: "ck_runs_checked",
                table: "runs");

            migrationBuilder.DropCheckConstraint(
                name: "ck_runs_scope",
                table: "runs");

            migrationBuilder.DropPrimaryKey(
                name: "pk_run_lineage_effects",
                table: "run_lineage_effects");

            migrationBuilder.DropCheckConstraint(
                name: "ck_run_lineage_effects_change",
                table: "run_lineage_effects");

            migrationBuilder.DropIndex(
                name: "ix_classifications_lineage_id_algorithm_id",
                table: "classifications");

            migrationBuilder.DropCheckConstraint(
                name: "ck_classifications_top",
                table: "classifications");

            migrationBuilder.DropColumn(
                name: "attempt",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "checked",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "checkpoint",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "held",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "masked",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "occurrences_updated",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "restored",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "reverted_at",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "skipped_no_logits",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "skipped_not_finite",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "skipped_out_of_scope",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "skipped_wrong_length",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "unchanged",
                table: "runs");

            migrationBuilder.AlterColumn<long>(
                name: "source_algorithm_id",
                table: "runs",
                type: "bigint",
                nullable: true,
                oldClrType: typeof(long),
                oldType: "bigint");

            migrationBuilder.AlterColumn<long>(
                name: "algorithm_id",
                table: "runs",
                type: "bigint",
                nullable: true,
                oldClrType: typeof(long),
                oldType: "bigint");

            migrationBuilder.AddColumn<long>(
                name: "selection_id",
                table: "runs",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "undoes_run_id",
                table: "runs",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "waits_for_run_id",
                table: "runs",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "data",
                table: "run_log_entries",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "occurrence_id",
                table: "run_lineage_effects",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "removed_id",
                table: "run_lineage_effects",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long[]>(
                name: "top_taxa",
                table: "classifications",
                type: "bigint[]",
                nullable: true);

            migrationBuilder.AddPrimaryKey(
                name: "pk_run_lineage_effects",
                table: "run_lineage_effects",
                columns: new[] { "run_id", "occurrence_id", "lineage_id" });

            migrationBuilder.CreateTable(
                name: "nodes",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "text", nullable: false),
                    started_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    beat_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_nodes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "removed_classifications",
                columns: table => new
                {
                    run_id = table.Column<long>(type: "bigint", nullable: false),
                    classification_id = table.Column<long>(type: "bigint", nullable: false),
                    row = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_removed_classifications", x => new { x.run_id, x.classification_id });
                    table.ForeignKey(
                        name: "fk_removed_classifications_runs_run_id",
                        column: x => x.run_id,
                        principalTable: "runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "run_state_changes",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    run_id = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    person_id = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_run_state_changes", x => x.id);
                    table.ForeignKey(
                        name: "fk_run_state_changes_people_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_run_state_changes_runs_run_id",
                        column: x => x.run_id,
                        principalTable: "runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "selections",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    content_hash = table.Column<string>(type: "text", nullable: false),
                    occurrences = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_selections", x => x.id);
                    table.CheckConstraint("ck_selections_occurrences", "occurrences between 1 and 1000");
                    table.ForeignKey(
                        name: "fk_selections_projects_project_id",
                        column: x => x.project_id,
                        principalTable: "projects",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "run_parts",
                columns: table => new
                {
                    run_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    after_occurrence_id = table.Column<long>(type: "bigint", nullable: false),
                    last_occurrence_id = table.Column<long>(type: "bigint", nullable: false),
                    attempt = table.Column<int>(type: "integer", nullable: false),
                    node_id = table.Column<long>(type: "bigint", nullable: true),
                    claimed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    checkpoint = table.Column<long>(type: "bigint", nullable: false),
                    advanced_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    outcomes = table.Column<string>(type: "jsonb", nullable: false),
                    listed = table.Column<string>(type: "jsonb", nullable: false),
                    occurrences_updated = table.Column<long>(type: "bigint", nullable: false),
                    finished_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    stopped_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_run_parts", x => new { x.run_id, x.number });
                    table.CheckConstraint("ck_run_parts_checkpoint", "checkpoint between after_occurrence_id and last_occurrence_id");
                    table.CheckConstraint("ck_run_parts_end", "num_nonnulls(finished_at, stopped_at) <= 1");
                    table.CheckConstraint("ck_run_parts_range", "after_occurrence_id <= last_occurrence_id");
                    table.ForeignKey(
                        name: "fk_run_parts_nodes_node_id",
                        column: x => x.node_id,
                        principalTable: "nodes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "fk_run_parts_runs_run_id",
                        column: x => x.run_id,
                        principalTable: "runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 50);

            migrationBuilder.CreateTable(
                name: "selection_occurrences",
                columns: table => new
                {
                    selection_id = table.Column<long>(type: "bigint", nullable: false),
                    occurrence_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_selection_occurrences", x => new { x.selection_id, x.occurrence_id });
                    table.ForeignKey(
                        name: "fk_selection_occurrences_occurrences_occurrence_id",
                        column: x => x.occurrence_id,
                        principalTable: "occurrences",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_selection_occurrences_selections_selection_id",
                        column: x => x.selection_id,
                        principalTable: "selections",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "run_part_waits",
                columns: table => new
                {
                    run_id = table.Column<long>(type: "bigint", nullable: false),
                    part = table.Column<int>(type: "integer", nullable: false),
                    attempt = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    since = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    holder = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_run_part_waits", x => new { x.run_id, x.part });
                    table.ForeignKey(
                        name: "fk_run_part_waits_run_parts_run_id_part",
                        columns: x => new { x.run_id, x.part },
                        principalTable: "run_parts",
                        principalColumns: new[] { "run_id", "number" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_runs_one_under_way",
                table: "runs",
                columns: new[] { "task", "capture_set_id", "occurrence_id", "selection_id", "settings_hash" },
                unique: true,
                filter: "state in ('Queued', 'Running', 'Canceling')")
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "ix_runs_selection_id",
                table: "runs",
                column: "selection_id");

            migrationBuilder.CreateIndex(
                name: "ix_runs_undoes_run_id",
                table: "runs",
                column: "undoes_run_id");

            migrationBuilder.CreateIndex(
                name: "ix_runs_waits_for_run_id",
                table: "runs",
                column: "waits_for_run_id");

            migrationBuilder.AddCheckConstraint(
                name: "ck_runs_scope",
                table: "runs",
                sql: "num_nonnulls(capture_set_id, occurrence_id, selection_id) = 1");

            migrationBuilder.AddCheckConstraint(
                name: "ck_run_lineage_effects_change",
                table: "run_lineage_effects",
                sql: "(terminal_before_id is distinct from terminal_after_id or removed_id is not null) and (terminal_after_id is not null or not written)");

            migrationBuilder.CreateIndex(
                name: "ix_classifications_lineage_id_algorithm_id_applied_to_id",
                table: "classifications",
                columns: new[] { "lineage_id", "algorithm_id", "applied_to_id" },
                unique: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_classifications_top",
                table: "classifications",
                sql: "coalesce(cardinality(top_classes), 0) + coalesce(cardinality(top_taxa), 0) = coalesce(cardinality(top_scores), 0) and num_nonnulls(top_classes, top_taxa) <= 1");

            migrationBuilder.CreateIndex(
                name: "ix_run_state_changes_run_id_id",
                table: "run_state_changes",
                columns: new[] { "run_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_selection_occurrences_occurrence_id",
                table: "selection_occurrences",
                column: "occurrence_id");

            migrationBuilder.CreateIndex(
                name: "ix_selections_project_id_content_hash",
                table: "selections",
                columns: new[] { "project_id", "content_hash" },
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_runs_runs_undoes_run_id",
                table: "runs",
                column: "undoes_run_id",
                principalTable: "runs",
                principalColumn: "id");

            migrationBuilder.AddForeignKey(
                name: "fk_runs_runs_waits_for_run_id",
                table: "runs",
                column: "waits_for_run_id",
                principalTable: "runs",
                principalColumn: "id",
                onDelete: ReferentialAction.SetNull);

            migrationBuilder.AddForeignKey(
                name: "fk_runs_selections_selection_id",
                table: "runs",
                column: "selection_id",
                principalTable: "selections",
                principalColumn: "id");

            migrationBuilder.Sql(FillParts);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // Views and triggers of what goes; whichever version starts on the database makes its own.
            migrationBuilder.Sql("drop schema if exists derived cascade");

            migrationBuilder.DropForeignKey(
                name: "fk_runs_runs_undoes_run_id",
                table: "runs");

            migrationBuilder.DropForeignKey(
                name: "fk_runs_runs_waits_for_run_id",
                table: "runs");

            migrationBuilder.DropForeignKey(
                name: "fk_runs_selections_selection_id",
                table: "runs");

            migrationBuilder.DropTable(
                name: "removed_classifications");

            migrationBuilder.DropTable(
                name: "run_part_waits");

            migrationBuilder.DropTable(
                name: "run_state_changes");

            migrationBuilder.DropTable(
                name: "selection_occurrences");

            migrationBuilder.DropTable(
                name: "run_parts");

            migrationBuilder.DropTable(
                name: "selections");

            migrationBuilder.DropTable(
                name: "nodes");

            migrationBuilder.DropIndex(
                name: "ix_runs_one_under_way",
                table: "runs");

            migrationBuilder.DropIndex(
                name: "ix_runs_selection_id",
                table: "runs");

            migrationBuilder.DropIndex(
                name: "ix_runs_undoes_run_id",
                table: "runs");

            migrationBuilder.DropIndex(
                name: "ix_runs_waits_for_run_id",
                table: "runs");

            migrationBuilder.DropCheckConstraint(
                name: "ck_runs_scope",
                table: "runs");

            migrationBuilder.DropPrimaryKey(
                name: "pk_run_lineage_effects",
                table: "run_lineage_effects");

            migrationBuilder.DropCheckConstraint(
                name: "ck_run_lineage_effects_change",
                table: "run_lineage_effects");

            migrationBuilder.DropIndex(
                name: "ix_classifications_lineage_id_algorithm_id_applied_to_id",
                table: "classifications");

            migrationBuilder.DropCheckConstraint(
                name: "ck_classifications_top",
                table: "classifications");

            migrationBuilder.DropColumn(
                name: "selection_id",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "undoes_run_id",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "waits_for_run_id",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "data",
                table: "run_log_entries");

            migrationBuilder.DropColumn(
                name: "occurrence_id",
                table: "run_lineage_effects");

            migrationBuilder.DropColumn(
                name: "removed_id",
                table: "run_lineage_effects");

            migrationBuilder.DropColumn(
                name: "top_taxa",
                table: "classifications");

            migrationBuilder.AlterColumn<long>(
                name: "source_algorithm_id",
                table: "runs",
                type: "bigint",
                nullable: false,
                defaultValue: 0L,
                oldClrType: typeof(long),
                oldType: "bigint",
                oldNullable: true);

            migrationBuilder.AlterColumn<long>(
                name: "algorithm_id",
                table: "runs",
                type: "bigint",
                nullable: false,
                defaultValue: 0L,
                oldClrType: typeof(long),
                oldType: "bigint",
                oldNullable: true);

            migrationBuilder.AddColumn<int>(
                name: "attempt",
                table: "runs",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "checked",
                table: "runs",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "checkpoint",
                table: "runs",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "held",
                table: "runs",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "masked",
                table: "runs",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "occurrences_updated",
                table: "runs",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "restored",
                table: "runs",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<DateTime>(
                name: "reverted_at",
                table: "runs",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "skipped_no_logits",
                table: "runs",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "skipped_not_finite",
                table: "runs",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "skipped_out_of_scope",
                table: "runs",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "skipped_wrong_length",
                table: "runs",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "unchanged",
                table: "runs",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddPrimaryKey(
                name: "pk_run_lineage_effects",
                table: "run_lineage_effects",
                columns: new[] { "run_id", "lineage_id" });

            migrationBuilder.CreateTable(
                name: "run_heartbeats",
                columns: table => new
                {
                    run_id = table.Column<long>(type: "bigint", nullable: false),
                    attempt = table.Column<int>(type: "integer", nullable: false),
                    beat_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    node = table.Column<string>(type: "text", nullable: false),
                    wait_holder = table.Column<string>(type: "text", nullable: true),
                    wait_kind = table.Column<string>(type: "text", nullable: true),
                    wait_since = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_run_heartbeats", x => x.run_id);
                    table.ForeignKey(
                        name: "fk_run_heartbeats_runs_run_id",
                        column: x => x.run_id,
                        principalTable: "runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_runs_one_under_way",
                table: "runs",
                columns: new[] { "task", "capture_set_id", "occurrence_id", "settings_hash" },
                unique: true,
                filter: "state in ('Queued', 'Running', 'Canceling')")
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.AddCheckConstraint(
                name: "ck_runs_checked",
                table: "runs",
                sql: "checked = masked + unchanged + restored + held + skipped_no_logits + skipped_wrong_length + skipped_not_finite + skipped_out_of_scope");

            migrationBuilder.AddCheckConstraint(
                name: "ck_runs_scope",
                table: "runs",
                sql: "num_nonnulls(capture_set_id, occurrence_id) = 1");

            migrationBuilder.AddCheckConstraint(
                name: "ck_run_lineage_effects_change",
                table: "run_lineage_effects",
                sql: "terminal_before_id is distinct from terminal_after_id and (terminal_after_id is not null or not written)");

            migrationBuilder.CreateIndex(
                name: "ix_classifications_lineage_id_algorithm_id",
                table: "classifications",
                columns: new[] { "lineage_id", "algorithm_id" },
                unique: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_classifications_top",
                table: "classifications",
                sql: "coalesce(cardinality(top_classes), 0) = coalesce(cardinality(top_scores), 0)");

            migrationBuilder.AddForeignKey(
                name: "fk_classifications_runs_run_id",
                table: "classifications",
                column: "run_id",
                principalTable: "runs",
                principalColumn: "id");

            migrationBuilder.AddForeignKey(
                name: "fk_run_lineage_effects_runs_run_id",
                table: "run_lineage_effects",
                column: "run_id",
                principalTable: "runs",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_run_occurrence_effects_runs_run_id",
                table: "run_occurrence_effects",
                column: "run_id",
                principalTable: "runs",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);
        }
    }
}
