using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Antenna.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(AntennaDbContext))]
    [Migration("20261128073226_CapturesOfFolders")]
    public class CapturesOfFolders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_captures_project_id_path",
                table: "captures");

            migrationBuilder.CreateIndex(
                name: "ix_captures_project_id_path_picture_folder_id",
                table: "captures",
                columns: new[] { "project_id", "path", "picture_folder_id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_captures_project_id_path_picture_folder_id",
                table: "captures");

            migrationBuilder.CreateIndex(
                name: "ix_captures_project_id_path",
                table: "captures",
                columns: new[] { "project_id", "path" },
                unique: true);
        }
    }
}
