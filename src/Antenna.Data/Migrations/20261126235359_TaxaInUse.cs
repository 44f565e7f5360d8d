using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Antenna.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(AntennaDbContext))]
    [Migration("20261126235359_TaxaInUse")]
    public class TaxaInUse : Migration
    {
        private const string Fill =
            """
            insert into project_taxa (project_id, taxon_id)
            select distinct project_id, determination_taxon_id from occurrences where determination_taxon_id is not null
            """;

        private const string Keep =
            """
            create function note_taxa_in_use() returns trigger language plpgsql as $$
            begin
                insert into project_taxa (project_id, taxon_id)
                select distinct touched.project_id, touched.determination_taxon_id
                from touched
                where touched.determination_taxon_id is not null and not exists (
                    select from project_taxa known
                    where known.project_id = touched.project_id and known.taxon_id = touched.determination_taxon_id);
                return null;
            end $$;
            create trigger note_taxa_on_insert after insert on occurrences referencing new table as touched
                for each statement execute function note_taxa_in_use();
            create trigger note_taxa_on_update after update on occurrences referencing new table as touched
                for each statement execute function note_taxa_in_use();
            """;

        private const string Drop =
            """
            drop trigger note_taxa_on_update on occurrences;
            drop trigger note_taxa_on_insert on occurrences;
            drop function note_taxa_in_use();
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_run_occurrence_effects_changed",
                table: "run_occurrence_effects");

            migrationBuilder.CreateTable(
                name: "project_taxa",
                columns: table => new
                {
                    project_id = table.Column<long>(type: "bigint", nullable: false),
                    taxon_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.ForeignKey(
                        name: "fk_project_taxa_projects_project_id",
                        column: x => x.project_id,
                        principalTable: "projects",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_run_occurrence_effects_changed",
                table: "run_occurrence_effects",
                columns: new[] { "run_id", "first_seen_at", "occurrence_id" },
                descending: new[] { false, true, true },
                filter: "taxon_before_id is distinct from taxon_after_id")
                .Annotation("Npgsql:IndexInclude", new[] { "taxon_before_id", "taxon_after_id" });

            migrationBuilder.CreateIndex(
                name: "ix_category_map_classes_category_map_id_meaning",
                table: "category_map_classes",
                columns: new[] { "category_map_id", "meaning" });

            migrationBuilder.CreateIndex(
                name: "ix_project_taxa_project_id_taxon_id",
                table: "project_taxa",
                columns: new[] { "project_id", "taxon_id" });

            migrationBuilder.Sql(Fill);
            migrationBuilder.Sql(Keep);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(Drop);

            migrationBuilder.DropTable(
                name: "project_taxa");

            migrationBuilder.DropIndex(
                name: "ix_run_occurrence_effects_changed",
                table: "run_occurrence_effects");

            migrationBuilder.DropIndex(
                name: "ix_category_map_classes_category_map_id_meaning",
                table: "category_map_classes");

            migrationBuilder.CreateIndex(
                name: "ix_run_occurrence_effects_changed",
                table: "run_occurrence_effects",
                columns: new[] { "run_id", "first_seen_at", "occurrence_id" },
                descending: new[] { false, true, true },
                filter: "taxon_before_id is distinct from taxon_after_id");
        }
    }
}
