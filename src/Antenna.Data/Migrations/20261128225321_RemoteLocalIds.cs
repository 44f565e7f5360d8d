using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Antenna.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(AntennaDbContext))]
    [Migration("20261128225321_RemoteLocalIds")]
    public class RemoteLocalIds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "local_id",
                table: "remote_objects",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "parent_id",
                table: "remote_objects",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_remote_objects_source_id_parent_id",
                table: "remote_objects",
                columns: new[] { "source_id", "parent_id" },
                filter: "parent_id is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_remote_objects_source_id_parent_id",
                table: "remote_objects");

            migrationBuilder.DropColumn(
                name: "local_id",
                table: "remote_objects");

            migrationBuilder.DropColumn(
                name: "parent_id",
                table: "remote_objects");
        }
    }
}
