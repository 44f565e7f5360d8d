using System;
using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Antenna.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(AntennaDbContext))]
    [Migration("20261128074210_PictureHosts")]
    public class PictureHosts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "picture_hosts",
                columns: table => new
                {
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    host = table.Column<string>(type: "text", nullable: false),
                    allowed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_picture_hosts", x => new { x.project_id, x.host });
                    table.ForeignKey(
                        name: "fk_picture_hosts_projects_project_id",
                        column: x => x.project_id,
                        principalTable: "projects",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            // What earlier imports brought: no user names in addresses any more, and their hosts for people to decide on. A
            // capture that is there without its user name as well keeps its address, and is not shown.
            migrationBuilder.Sql(
                """
                update detections set crop_path = regexp_replace(crop_path, '^(https?://)[^/?#\\]*@', '\1', 'i')
                where crop_path ~* '^https?://[^/?#\\]*@';

                with stripped as (
                    select id, project_id, regexp_replace(path, '^(https?://)[^/?#\\]*@', '\1', 'i') as path,
                        row_number() over (partition by project_id, regexp_replace(path, '^(https?://)[^/?#\\]*@', '\1', 'i') order by id) as turn
                    from captures where path ~* '^https?://[^/?#\\]*@')
                update captures set path = stripped.path from stripped
                where captures.id = stripped.id and turn = 1 and not exists (
                    select 1 from captures other where other.project_id = stripped.project_id and other.path = stripped.path);

                insert into picture_hosts (project_id, host)
                select distinct project_id, lower(regexp_replace(
                    case when path ~* '^http:' then regexp_replace(path, '^(http://[^/?#\\]*):80(?=$|[/?#\\])', '\1', 'i')
                        else regexp_replace(path, '^(https://[^/?#\\]*):443(?=$|[/?#\\])', '\1', 'i') end,
                    '^https?://([^/?#\\]*).*$', '\1', 'i'))
                from (
                    select project_id, path from captures where path ~* '^https?://'
                    union all
                    select captures.project_id, crop_path from detections join captures on captures.id = detections.capture_id
                    where crop_path ~* '^https?://') addresses
                where path !~* '^https?://[^/?#\\]*@';
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "picture_hosts");
        }
    }
}
