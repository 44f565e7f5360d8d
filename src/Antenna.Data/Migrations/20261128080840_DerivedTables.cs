using System;
using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Antenna.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(AntennaDbContext))]
    [Migration("20261128080840_DerivedTables")]
    public partial class DerivedTables : Migration
    {
        // What kept derived tables until now; the schema derived does from here on.
        private const string DropTriggers =
            """
            drop trigger follow_first_seen on occurrences;
            drop trigger count_added on occurrences;
            drop trigger count_removed on occurrences;
            drop trigger note_taxa_on_insert on occurrences;
            drop trigger note_taxa_on_update on occurrences;
            drop trigger add_algorithms on classifications;
            drop trigger remove_algorithms on classifications;
            drop trigger add_occurrences on detections;
            drop trigger add_occurrences on capture_set_items;
            drop function follow_first_seen(), count_added_occurrences(), count_removed_occurrences(), note_taxa_in_use(),
                add_algorithms_of_classifications(), remove_algorithms_of_classifications(),
                add_occurrences_of_detections(), add_occurrences_of_items();
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(DropTriggers);

            migrationBuilder.DropPrimaryKey(
                name: "pk_capture_set_occurrences",
                table: "capture_set_occurrences");

            migrationBuilder.AddColumn<long>(
                name: "changes",
                table: "taxonomy_changes",
                type: "bigint",
                nullable: false,
                defaultValue: 1L);

            migrationBuilder.AddPrimaryKey(
                name: "pk_capture_set_occurrences",
                table: "capture_set_occurrences",
                columns: new[] { "capture_set_id", "occurrence_id" });

            migrationBuilder.CreateTable(
                name: "capture_set_figures",
                columns: table => new
                {
                    capture_set_id = table.Column<long>(type: "bigint", nullable: false),
                    captures = table.Column<long>(type: "bigint", nullable: false),
                    detections = table.Column<long>(type: "bigint", nullable: false),
                    occurrences = table.Column<long>(type: "bigint", nullable: false),
                    nights = table.Column<int>(type: "integer", nullable: false),
                    deployments = table.Column<int>(type: "integer", nullable: false),
                    first_captured_at = table.Column<DateTime>(type: "timestamp without time zone", nullable: true),
                    last_captured_at = table.Column<DateTime>(type: "timestamp without time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_capture_set_figures", x => x.capture_set_id);
                    table.ForeignKey(
                        name: "fk_capture_set_figures_capture_sets_capture_set_id",
                        column: x => x.capture_set_id,
                        principalTable: "capture_sets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "project_counts",
                columns: table => new
                {
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    counted = table.Column<string>(type: "text", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.ForeignKey(
                        name: "fk_project_counts_projects_project_id",
                        column: x => x.project_id,
                        principalTable: "projects",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_capture_set_occurrences_occurrence_id",
                table: "capture_set_occurrences",
                column: "occurrence_id");

            migrationBuilder.CreateIndex(
                name: "ix_project_counts_project_id",
                table: "project_counts",
                column: "project_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop schema if exists derived cascade;");

            migrationBuilder.DropTable(
                name: "capture_set_figures");

            migrationBuilder.DropTable(
                name: "project_counts");

            migrationBuilder.DropPrimaryKey(
                name: "pk_capture_set_occurrences",
                table: "capture_set_occurrences");

            migrationBuilder.DropIndex(
                name: "ix_capture_set_occurrences_occurrence_id",
                table: "capture_set_occurrences");

            migrationBuilder.DropColumn(
                name: "changes",
                table: "taxonomy_changes");

            migrationBuilder.AddPrimaryKey(
                name: "pk_capture_set_occurrences",
                table: "capture_set_occurrences",
                columns: new[] { "occurrence_id", "capture_set_id" });

            migrationBuilder.Sql(TriggersBefore);
        }
    }
}
