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
    [Migration("20261128135010_TaxaListDrafts")]
    public class TaxaListDrafts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<int>(
                name: "number",
                table: "taxa_list_versions",
                type: "integer",
                nullable: true,
                oldClrType: typeof(int),
                oldType: "integer");

            migrationBuilder.AddColumn<long>(
                name: "base_version_id",
                table: "taxa_list_versions",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "change_count",
                table: "taxa_list_versions",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "taxa_list_drafts",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    taxa_list_id = table.Column<long>(type: "bigint", nullable: false),
                    person_id = table.Column<long>(type: "bigint", nullable: false),
                    base_version_id = table.Column<long>(type: "bigint", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    changed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_taxa_list_drafts", x => x.id);
                    table.CheckConstraint("ck_taxa_list_drafts_position", "position >= 0 and revision >= 0");
                    table.ForeignKey(
                        name: "fk_taxa_list_drafts_people_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_taxa_list_drafts_taxa_list_versions_base_version_id",
                        column: x => x.base_version_id,
                        principalTable: "taxa_list_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_taxa_list_drafts_taxa_lists_taxa_list_id",
                        column: x => x.taxa_list_id,
                        principalTable: "taxa_lists",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "taxa_list_draft_steps",
                columns: table => new
                {
                    draft_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    names = table.Column<string[]>(type: "text[]", nullable: false),
                    changes = table.Column<string>(type: "jsonb", nullable: false),
                    made_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_taxa_list_draft_steps", x => new { x.draft_id, x.number });
                    table.CheckConstraint("ck_taxa_list_draft_steps_number", "number >= 1");
                    table.ForeignKey(
                        name: "fk_taxa_list_draft_steps_taxa_list_drafts_draft_id",
                        column: x => x.draft_id,
                        principalTable: "taxa_list_drafts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_taxa_list_versions_base_version_id_trial_of_id_content_hash",
                table: "taxa_list_versions",
                columns: new[] { "base_version_id", "trial_of_id", "content_hash" },
                unique: true,
                filter: "trial_of_id is not null");

            // No page or command has made a trial so far; one that was written otherwise has a number, and so is a version.
            migrationBuilder.Sql("update taxa_list_versions set trial_of_id = null where trial_of_id is not null;");

            // Names are matched by keys too, from a taxonomy that is kept in memory: a change of keys is one of the taxonomy.
            migrationBuilder.Sql(
                """
                create trigger note_insert after insert on taxon_keys referencing new table as touched
                    for each statement execute function note_taxonomy_change();
                create trigger note_update after update on taxon_keys referencing new table as touched
                    for each statement execute function note_taxonomy_change();
                create trigger note_delete after delete on taxon_keys referencing old table as touched
                    for each statement execute function note_taxonomy_change();
                """);

            migrationBuilder.AddCheckConstraint(
                name: "ck_taxa_list_versions_base",
                table: "taxa_list_versions",
                sql: "(base_version_id is null) = (change_count is null) and (trial_of_id is null or base_version_id is not null)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_taxa_list_versions_trial",
                table: "taxa_list_versions",
                sql: "(number is null) = (trial_of_id is not null)");

            migrationBuilder.CreateIndex(
                name: "ix_taxa_list_drafts_person_id",
                table: "taxa_list_drafts",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_taxa_list_drafts_taxa_list_id_person_id",
                table: "taxa_list_drafts",
                columns: new[] { "taxa_list_id", "person_id" },
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_taxa_list_versions_taxa_list_versions_base_version_id",
                table: "taxa_list_versions",
                column: "base_version_id",
                principalTable: "taxa_list_versions",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                drop trigger note_insert on taxon_keys;
                drop trigger note_update on taxon_keys;
                drop trigger note_delete on taxon_keys;
                """);

            migrationBuilder.Sql("delete from runs where taxa_list_version_id in (select id from taxa_list_versions where number is null);");
            migrationBuilder.Sql("delete from taxa_list_versions where number is null;");

            migrationBuilder.DropForeignKey(
                name: "fk_taxa_list_versions_taxa_list_versions_base_version_id",
                table: "taxa_list_versions");

            migrationBuilder.DropTable(
                name: "taxa_list_draft_steps");

            migrationBuilder.DropTable(
                name: "taxa_list_drafts");

            migrationBuilder.DropIndex(
                name: "ix_taxa_list_versions_base_version_id_trial_of_id_content_hash",
                table: "taxa_list_versions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_taxa_list_versions_base",
                table: "taxa_list_versions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_taxa_list_versions_trial",
                table: "taxa_list_versions");

            migrationBuilder.DropColumn(
                name: "base_version_id",
                table: "taxa_list_versions");

            migrationBuilder.DropColumn(
                name: "change_count",
                table: "taxa_list_versions");

            migrationBuilder.AlterColumn<int>(
                name: "number",
                table: "taxa_list_versions",
                type: "integer",
                nullable: false,
                defaultValue: 0,
                oldClrType: typeof(int),
                oldType: "integer",
                oldNullable: true);
        }
    }
}
