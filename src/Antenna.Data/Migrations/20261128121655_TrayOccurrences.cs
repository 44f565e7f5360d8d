using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Antenna.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(AntennaDbContext))]
    [Migration("20261128121655_TrayOccurrences")]
    public class TrayOccurrences : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "tray_occurrences",
                columns: table => new
                {
                    person_id = table.Column<long>(type: "bigint", nullable: false),
                    occurrence_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tray_occurrences", x => new { x.person_id, x.occurrence_id });
                    table.ForeignKey(
                        name: "fk_tray_occurrences_occurrences_occurrence_id",
                        column: x => x.occurrence_id,
                        principalTable: "occurrences",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_tray_occurrences_people_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_tray_occurrences_occurrence_id",
                table: "tray_occurrences",
                column: "occurrence_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "tray_occurrences");
        }
    }
}
