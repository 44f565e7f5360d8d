using System;
using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Antenna.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(AntennaDbContext))]
    [Migration("20261128080900_ListedNames")]
    public class ListedNames : Migration
    {
        /// <summary>
        /// Entries so far were taxa: each becomes the name of its taxon, which it resolves to. The key is that of
        /// ListedName.Key; where taxa of one name are on one version, a number tells them apart.
        /// </summary>
        private const string EntriesAreNames =
            """
            with keyed as (
                select entry.taxa_list_version_id, entry.taxon_id, taxon.name, taxon.rank,
                       lower(regexp_replace(
                           normalize(replace(replace(replace(replace(replace(taxon.name, 'Æ', 'Ae'), 'æ', 'ae'), 'Œ', 'Oe'), 'œ', 'oe'), 'ø', 'o'), nfd),
                           '[\u0300-\u036f]', '', 'g'))
                       || case taxon.rank
                           when 10 then ' kingdom' when 20 then ' phylum' when 30 then ' class' when 40 then ' order'
                           when 50 then ' superfamily' when 60 then ' family' when 70 then ' subfamily' when 80 then ' tribe'
                           when 90 then ' subtribe' when 100 then ' genus' else '' end as name_key
                from taxa_list_entries entry join taxa taxon on taxon.id = entry.taxon_id),
            numbered as (
                select keyed.*, row_number() over (partition by taxa_list_version_id, name_key order by taxon_id) as number from keyed)
            update taxa_list_entries entry
            set name = numbered.name, rank = numbered.rank, match = 'Exact',
                name_key = numbered.name_key || case when numbered.number > 1 then ' ' || numbered.number else '' end
            from numbered
            where entry.taxa_list_version_id = numbered.taxa_list_version_id and entry.taxon_id = numbered.taxon_id
            """;

        /// <summary>The hash of ListedName.Content, so that importing the same names again still changes nothing.</summary>
        private const string HashesAreOfNames =
            """
            update taxa_list_versions version
            set content_hash = encode(sha256(convert_to(coalesce(
                (select string_agg(line, E'\n' order by line collate "C")
                 from (select name_key || repeat(E'\x1f', 2) || rank || repeat(E'\x1f', 4)
                              || case when include_descendants then '1' else '0' end || repeat(E'\x1f', 2) as line
                       from taxa_list_entries entry where entry.taxa_list_version_id = version.id) lines), ''), 'UTF8')), 'hex')
            """;

        /// <summary>Keys that a spreadsheet had made decimals before they were imported.</summary>
        private const string KeysAreNoDecimals =
            """
            update taxon_keys decimals set key = regexp_replace(key, '[.]0+$', '')
            where key ~ '^[0-9]+[.]0+$' and not exists (
                select from taxon_keys other where other.source = decimals.source and other.key = regexp_replace(decimals.key, '[.]0+$', ''))
            and not exists (
                select from taxon_keys other where other.source = decimals.source and other.key < decimals.key
                and other.key ~ '^[0-9]+[.]0+$' and regexp_replace(other.key, '[.]0+$', '') = regexp_replace(decimals.key, '[.]0+$', ''));
            update category_map_classes set gbif_key = regexp_replace(gbif_key, '[.]0+$', '') where gbif_key ~ '^[0-9]+[.]0+$'
            """;

        /// <summary>Names that are no taxon, and all but one of several names of a taxon, could not be kept.</summary>
        private const string EntriesAreTaxa =
            """
            delete from taxa_list_entries entry where taxon_id is null or exists (
                select from taxa_list_entries other where other.taxa_list_version_id = entry.taxa_list_version_id
                and other.taxon_id = entry.taxon_id and other.name_key < entry.name_key)
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "pk_taxa_list_entries",
                table: "taxa_list_entries");

            migrationBuilder.RenameColumn(
                name: "taxon_count",
                table: "taxa_list_versions",
                newName: "entry_count");

            migrationBuilder.AlterColumn<long>(
                name: "taxon_id",
                table: "taxa_list_entries",
                type: "bigint",
                nullable: true,
                oldClrType: typeof(long),
                oldType: "bigint");

            migrationBuilder.AddColumn<string>(
                name: "name_key",
                table: "taxa_list_entries",
                type: "text",
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "accepted_name",
                table: "taxa_list_entries",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "author",
                table: "taxa_list_entries",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string[]>(
                name: "higher_taxa",
                table: "taxa_list_entries",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);

            migrationBuilder.AddColumn<string[]>(
                name: "keys",
                table: "taxa_list_entries",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);

            migrationBuilder.AddColumn<string>(
                name: "match",
                table: "taxa_list_entries",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "name",
                table: "taxa_list_entries",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<short>(
                name: "rank",
                table: "taxa_list_entries",
                type: "smallint",
                nullable: false,
                defaultValue: (short)0);

            migrationBuilder.AddColumn<string>(
                name: "rank_text",
                table: "taxa_list_entries",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "status",
                table: "taxa_list_entries",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "rank_text",
                table: "taxa",
                type: "text",
                nullable: true);

            migrationBuilder.Sql(EntriesAreNames);
            migrationBuilder.Sql(HashesAreOfNames);
            migrationBuilder.Sql(KeysAreNoDecimals);

            migrationBuilder.AddPrimaryKey(
                name: "pk_taxa_list_entries",
                table: "taxa_list_entries",
                columns: new[] { "taxa_list_version_id", "name_key" });

            migrationBuilder.CreateTable(
                name: "accepted_list_names",
                columns: table => new
                {
                    taxa_list_id = table.Column<long>(type: "bigint", nullable: false),
                    name_key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    taxon_id = table.Column<long>(type: "bigint", nullable: false),
                    person_id = table.Column<long>(type: "bigint", nullable: false),
                    accepted_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_accepted_list_names", x => new { x.taxa_list_id, x.name_key });
                    table.ForeignKey(
                        name: "fk_accepted_list_names_people_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_accepted_list_names_taxa_lists_taxa_list_id",
                        column: x => x.taxa_list_id,
                        principalTable: "taxa_lists",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_accepted_list_names_taxa_taxon_id",
                        column: x => x.taxon_id,
                        principalTable: "taxa",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_taxa_list_entries_taxon_id",
                table: "taxa_list_entries",
                column: "taxon_id");

            migrationBuilder.AddCheckConstraint(
                name: "ck_taxa_list_entries_match",
                table: "taxa_list_entries",
                sql: "(taxon_id is null) = (match is null)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "accepted_list_names");

            migrationBuilder.DropPrimaryKey(
                name: "pk_taxa_list_entries",
                table: "taxa_list_entries");

            migrationBuilder.DropIndex(
                name: "ix_taxa_list_entries_taxon_id",
                table: "taxa_list_entries");

            migrationBuilder.DropCheckConstraint(
                name: "ck_taxa_list_entries_match",
                table: "taxa_list_entries");

            migrationBuilder.Sql(EntriesAreTaxa);

            migrationBuilder.DropColumn(
                name: "name_key",
                table: "taxa_list_entries");

            migrationBuilder.DropColumn(
                name: "accepted_name",
                table: "taxa_list_entries");

            migrationBuilder.DropColumn(
                name: "author",
                table: "taxa_list_entries");

            migrationBuilder.DropColumn(
                name: "higher_taxa",
                table: "taxa_list_entries");

            migrationBuilder.DropColumn(
                name: "keys",
                table: "taxa_list_entries");

            migrationBuilder.DropColumn(
                name: "match",
                table: "taxa_list_entries");

            migrationBuilder.DropColumn(
                name: "name",
                table: "taxa_list_entries");

            migrationBuilder.DropColumn(
                name: "rank",
                table: "taxa_list_entries");

            migrationBuilder.DropColumn(
                name: "rank_text",
                table: "taxa_list_entries");

            migrationBuilder.DropColumn(
                name: "status",
                table: "taxa_list_entries");

            migrationBuilder.DropColumn(
                name: "rank_text",
                table: "taxa");

            migrationBuilder.RenameColumn(
                name: "entry_count",
                table: "taxa_list_versions",
                newName: "taxon_count");

            migrationBuilder.AlterColumn<long>(
                name: "taxon_id",
                table: "taxa_list_entries",
                type: "bigint",
                nullable: false,
                defaultValue: 0L,
                oldClrType: typeof(long),
                oldType: "bigint",
                oldNullable: true);

            migrationBuilder.AddPrimaryKey(
                name: "pk_taxa_list_entries",
                table: "taxa_list_entries",
                columns: new[] { "taxa_list_version_id", "taxon_id" });
        }
    }
}
