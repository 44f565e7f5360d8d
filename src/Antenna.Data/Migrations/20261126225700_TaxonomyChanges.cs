using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Antenna.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(AntennaDbContext))]
    [Migration("20261126225700_TaxonomyChanges")]
    public class TaxonomyChanges : Migration
    {
        private static readonly string[] Watched = ["taxa", "taxon_common_names"];

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "taxonomy_changes",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_taxonomy_changes", x => x.id);
                });

            // A statement that touched no row changed nothing, and is not noted.
            migrationBuilder.Sql(
                """
                create function note_taxonomy_change() returns trigger language plpgsql as $$
                begin
                    if exists (select from touched) then
                        insert into taxonomy_changes default values;
                    end if;
                    return null;
                end $$;
                """);
            foreach (var table in Watched)
            {
                migrationBuilder.Sql(
                    $"""
                    create trigger note_insert after insert on {table} referencing new table as touched
                        for each statement execute function note_taxonomy_change();
                    create trigger note_update after update on {table} referencing new table as touched
                        for each statement execute function note_taxonomy_change();
                    create trigger note_delete after delete on {table} referencing old table as touched
                        for each statement execute function note_taxonomy_change();
                    """);
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var table in Watched)
            {
                migrationBuilder.Sql(
                    $"""
                    drop trigger note_insert on {table};
                    drop trigger note_update on {table};
                    drop trigger note_delete on {table};
                    """);
            }

            migrationBuilder.Sql("drop function note_taxonomy_change();");
            migrationBuilder.DropTable(
                name: "taxonomy_changes");
        }
    }
}
