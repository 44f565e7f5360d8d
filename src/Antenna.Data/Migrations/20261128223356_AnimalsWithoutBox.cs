using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Antenna.Data.Migrations
{
    /// <summary>
    /// A detection without a box may be an animal's, which then is somewhere on its capture; without an occurrence it still says that
    /// nothing was found, once an algorithm and capture. What was imported as an observation is remembered by its id.
    /// </summary>
    [DbContext(typeof(AntennaDbContext))]
    [Migration("20261128223356_AnimalsWithoutBox")]
    public class AnimalsWithoutBox : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_detections_capture_algorithm_box",
                table: "detections");

            migrationBuilder.DropCheckConstraint(
                name: "ck_detections_box",
                table: "detections");

            migrationBuilder.CreateTable(
                name: "imported_observations",
                columns: table => new
                {
                    capture_id = table.Column<long>(type: "bigint", nullable: false),
                    observation_id = table.Column<string>(type: "text", nullable: false),
                    occurrence_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_imported_observations", x => new { x.capture_id, x.observation_id });
                    table.ForeignKey(
                        name: "fk_imported_observations_captures_capture_id",
                        column: x => x.capture_id,
                        principalTable: "captures",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_imported_observations_occurrences_occurrence_id",
                        column: x => x.occurrence_id,
                        principalTable: "occurrences",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_detections_capture_algorithm_box",
                table: "detections",
                columns: new[] { "capture_id", "algorithm_id", "x1", "y1", "x2", "y2" },
                unique: true,
                filter: "x1 is not null or occurrence_id is null")
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.AddCheckConstraint(
                name: "ck_detections_box",
                table: "detections",
                sql: "num_nulls(x1, y1, x2, y2) in (0, 4)");

            migrationBuilder.CreateIndex(
                name: "ix_imported_observations_occurrence_id",
                table: "imported_observations",
                column: "occurrence_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // Nothing before it has a place for them.
            migrationBuilder.Sql("delete from occurrences where id in (select occurrence_id from detections where x1 is null and occurrence_id is not null)");

            migrationBuilder.DropTable(
                name: "imported_observations");

            migrationBuilder.DropIndex(
                name: "ix_detections_capture_algorithm_box",
                table: "detections");

            migrationBuilder.DropCheckConstraint(
                name: "ck_detections_box",
                table: "detections");

            migrationBuilder.CreateIndex(
                name: "ix_detections_capture_algorithm_box",
                table: "detections",
                columns: new[] { "capture_id", "algorithm_id", "x1", "y1", "x2", "y2" },
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.AddCheckConstraint(
                name: "ck_detections_box",
                table: "detections",
                sql: "num_nulls(x1, y1, x2, y2) in (0, 4) and (x1 is not null or occurrence_id is null)");
        }
    }
}
