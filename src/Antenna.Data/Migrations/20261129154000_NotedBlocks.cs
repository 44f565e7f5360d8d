using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Antenna.Data.Migrations
{
    /// <summary>Blocks of ids in which a project or an algorithm has rows; they are filled as all that is derived.</summary>
    public partial class NotedBlocks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "classification_blocks",
                columns: table => new
                {
                    algorithm_id = table.Column<long>(type: "bigint", nullable: false),
                    block = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.ForeignKey(
                        name: "fk_classification_blocks_algorithms_algorithm_id",
                        column: x => x.algorithm_id,
                        principalTable: "algorithms",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "detection_blocks",
                columns: table => new
                {
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    algorithm_id = table.Column<long>(type: "bigint", nullable: false),
                    block = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.ForeignKey(
                        name: "fk_detection_blocks_algorithms_algorithm_id",
                        column: x => x.algorithm_id,
                        principalTable: "algorithms",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_detection_blocks_projects_project_id",
                        column: x => x.project_id,
                        principalTable: "projects",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_classification_blocks_algorithm_id_block",
                table: "classification_blocks",
                columns: new[] { "algorithm_id", "block" });

            migrationBuilder.CreateIndex(
                name: "ix_detection_blocks_algorithm_id_block",
                table: "detection_blocks",
                columns: new[] { "algorithm_id", "block" });

            migrationBuilder.CreateIndex(
                name: "ix_detection_blocks_project_id_block",
                table: "detection_blocks",
                columns: new[] { "project_id", "block" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "classification_blocks");

            migrationBuilder.DropTable(
                name: "detection_blocks");
        }
    }
}
