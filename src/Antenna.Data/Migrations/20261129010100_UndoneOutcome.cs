using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Antenna.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(AntennaDbContext))]
    [Migration("20261129010100_UndoneOutcome")]
    public class UndoneOutcome : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                update run_parts set outcomes = (outcomes - 'taken-back') || jsonb_build_object('undone', outcomes -> 'taken-back')
                where outcomes ? 'taken-back'
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                update run_parts set outcomes = (outcomes - 'undone') || jsonb_build_object('taken-back', outcomes -> 'undone')
                where outcomes ? 'undone'
                """);
        }
    }
}
