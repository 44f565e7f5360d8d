using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Antenna.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(AntennaDbContext))]
    [Migration("20261129010000_ImportWaitKind")]
    public class ImportWaitKind : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "wait_kind",
                table: "imports",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "wait_kind",
                table: "imports");
        }
    }
}
