using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Antenna.Data.Migrations
{
    /// <summary>
    /// A row of which a list keeps nothing possible is unchanged, or restored: what earlier runs counted apart joins the unchanged ones.
    /// </summary>
    [DbContext(typeof(AntennaDbContext))]
    [Migration("20261128145508_UnchangedMaskRows")]
    public class UnchangedMaskRows : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                update run_parts
                set outcomes = (outcomes - 'impossible') || jsonb_build_object(
                        'unchanged', coalesce((outcomes ->> 'unchanged')::bigint, 0) + (outcomes ->> 'impossible')::bigint),
                    listed = listed - 'impossible'
                where outcomes ? 'impossible'
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // Which of them they were is not known any more, and the version before counts them as well.
        }
    }
}
