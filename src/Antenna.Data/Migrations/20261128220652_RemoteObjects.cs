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
    [Migration("20261128220652_RemoteObjects")]
    public class RemoteObjects : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "remote_sources",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    address = table.Column<string>(type: "text", nullable: false),
                    remote_project_id = table.Column<long>(type: "bigint", nullable: false),
                    remote_capture_set_id = table.Column<long>(type: "bigint", nullable: false),
                    project = table.Column<string>(type: "text", nullable: false),
                    project_id = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_remote_sources", x => x.id);
                    table.ForeignKey(
                        name: "fk_remote_sources_projects_project_id",
                        column: x => x.project_id,
                        principalTable: "projects",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "remote_objects",
                columns: table => new
                {
                    source_id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    remote_id = table.Column<long>(type: "bigint", nullable: false),
                    listed_version = table.Column<string>(type: "text", nullable: false),
                    fetched_version = table.Column<string>(type: "text", nullable: true),
                    listed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: true),
                    taken_by = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_remote_objects", x => new { x.source_id, x.kind, x.remote_id });
                    table.ForeignKey(
                        name: "fk_remote_objects_remote_sources_source_id",
                        column: x => x.source_id,
                        principalTable: "remote_sources",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            // Compressed already.
            migrationBuilder.Sql("alter table remote_objects alter column body set storage external;");

            migrationBuilder.CreateIndex(
                name: "ix_remote_sources_project_id",
                table: "remote_sources",
                column: "project_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "remote_objects");

            migrationBuilder.DropTable(
                name: "remote_sources");
        }
    }
}
