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
    [Migration("20261128134753_StandingMasks")]
    public class StandingMasks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "standing_masks",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    taxa_list_id = table.Column<long>(type: "bigint", nullable: false),
                    algorithm_id = table.Column<long>(type: "bigint", nullable: false),
                    mode = table.Column<short>(type: "smallint", nullable: false),
                    only_when_species_changes = table.Column<bool>(type: "boolean", nullable: false),
                    hold_below = table.Column<double>(type: "double precision", nullable: false),
                    set_by_id = table.Column<long>(type: "bigint", nullable: false),
                    set_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    paused_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    paused_by_id = table.Column<long>(type: "bigint", nullable: true),
                    ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ended_by_id = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_standing_masks", x => x.id);
                    table.ForeignKey(
                        name: "fk_standing_masks_algorithms_algorithm_id",
                        column: x => x.algorithm_id,
                        principalTable: "algorithms",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_standing_masks_people_ended_by_id",
                        column: x => x.ended_by_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_standing_masks_people_paused_by_id",
                        column: x => x.paused_by_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_standing_masks_people_set_by_id",
                        column: x => x.set_by_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_standing_masks_projects_project_id",
                        column: x => x.project_id,
                        principalTable: "projects",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_standing_masks_taxa_lists_taxa_list_id",
                        column: x => x.taxa_list_id,
                        principalTable: "taxa_lists",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "standing_mask_launches",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    standing_mask_id = table.Column<long>(type: "bigint", nullable: false),
                    capture_set_id = table.Column<long>(type: "bigint", nullable: false),
                    file = table.Column<string>(type: "text", nullable: false),
                    imported_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    settled_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    run_id = table.Column<long>(type: "bigint", nullable: true),
                    refusal = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_standing_mask_launches", x => x.id);
                    table.CheckConstraint("ck_standing_mask_launches_settled", "num_nonnulls(run_id, refusal) = case when settled_at is null then 0 else 1 end");
                    table.ForeignKey(
                        name: "fk_standing_mask_launches_capture_sets_capture_set_id",
                        column: x => x.capture_set_id,
                        principalTable: "capture_sets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_standing_mask_launches_runs_run_id",
                        column: x => x.run_id,
                        principalTable: "runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_standing_mask_launches_standing_masks_standing_mask_id",
                        column: x => x.standing_mask_id,
                        principalTable: "standing_masks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_standing_mask_launches_capture_set_id",
                table: "standing_mask_launches",
                column: "capture_set_id");

            migrationBuilder.CreateIndex(
                name: "ix_standing_mask_launches_owed",
                table: "standing_mask_launches",
                column: "id",
                filter: "settled_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_standing_mask_launches_run_id",
                table: "standing_mask_launches",
                column: "run_id");

            migrationBuilder.CreateIndex(
                name: "ix_standing_mask_launches_standing_mask_id_id",
                table: "standing_mask_launches",
                columns: new[] { "standing_mask_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_standing_masks_one_a_classifier",
                table: "standing_masks",
                columns: new[] { "project_id", "algorithm_id" },
                unique: true,
                filter: "ended_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_standing_masks_project_id_id",
                table: "standing_masks",
                columns: new[] { "project_id", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "standing_mask_launches");

            migrationBuilder.DropTable(
                name: "standing_masks");
        }
    }
}
