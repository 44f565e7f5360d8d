using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Antenna.Data.Migrations
{
    /// <summary>Stores how an identification ended, which only its time told before.</summary>
    [DbContext(typeof(AntennaDbContext))]
    [Migration("20261128080700_IdentificationEndings")]
    public class IdentificationEndings : Migration
    {
        // One time stood for both ends. Superseding set it to the time of the act, which was not before the later
        // identification's own date; so what ended before the next one of the same person was made was withdrawn by hand, and
        // what ended then or later was superseded by it. Lost for good is only a withdrawal by hand before which an older
        // identification was imported afterwards. A date in the future says nothing of what came before it.
        private const string Supersede =
            """
            with named as (
                select id, withdrawn_at, lead(id) over own as successor_id, lead(created_at) over own as succeeded_at
                from identifications
                where taxon_id is not null
                window own as (partition by occurrence_id, person_id order by created_at, id))
            update identifications row set superseded_by_id = named.successor_id, withdrawn_at = null
            from named
            where row.id = named.id and named.successor_id is not null
              and (named.withdrawn_at is null or named.withdrawn_at >= named.succeeded_at or named.succeeded_at > now())
            """;

        private const string Withdraw = "update identifications set withdrawn_by_id = person_id where withdrawn_at is not null";

        // Dates in the future count as now, in the order that they had: who identified last determines, before and after.
        private const string EndTheFuture =
            """
            with future as (
                select id, row_number() over (partition by occurrence_id order by created_at desc, id desc) - 1 as later
                from identifications where created_at > now())
            update identifications row set created_at = now() - future.later * interval '1 microsecond'
            from future where row.id = future.id
            """;

        private const string Defer =
            """
            alter table identifications alter constraint fk_identifications_identifications_superseded_by_id
                deferrable initially deferred
            """;

        private const string Forget =
            """
            update identifications earlier set withdrawn_at = later.created_at
            from identifications later where later.id = earlier.superseded_by_id
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "superseded_by_id",
                table: "identifications",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "withdrawn_by_id",
                table: "identifications",
                type: "bigint",
                nullable: true);

            migrationBuilder.Sql(Supersede);
            migrationBuilder.Sql(Withdraw);
            migrationBuilder.Sql(EndTheFuture);

            migrationBuilder.CreateIndex(
                name: "ix_identifications_one_standing_a_person",
                table: "identifications",
                columns: new[] { "occurrence_id", "person_id" },
                unique: true,
                filter: "taxon_id is not null and withdrawn_at is null and superseded_by_id is null");

            migrationBuilder.CreateIndex(
                name: "ix_identifications_superseded_by_id",
                table: "identifications",
                column: "superseded_by_id",
                filter: "superseded_by_id is not null");

            migrationBuilder.AddCheckConstraint(
                name: "ck_identifications_supersession",
                table: "identifications",
                sql: "superseded_by_id is null or (withdrawn_at is null and taxon_id is not null)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_identifications_withdrawal",
                table: "identifications",
                sql: "(withdrawn_at is null) = (withdrawn_by_id is null)");

            migrationBuilder.AddForeignKey(
                name: "fk_identifications_identifications_superseded_by_id",
                table: "identifications",
                column: "superseded_by_id",
                principalTable: "identifications",
                principalColumn: "id");

            migrationBuilder.Sql(Defer);

            migrationBuilder.AddForeignKey(
                name: "fk_identifications_people_withdrawn_by_id",
                table: "identifications",
                column: "withdrawn_by_id",
                principalTable: "people",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_identifications_identifications_superseded_by_id",
                table: "identifications");

            migrationBuilder.DropForeignKey(
                name: "fk_identifications_people_withdrawn_by_id",
                table: "identifications");

            migrationBuilder.DropIndex(
                name: "ix_identifications_one_standing_a_person",
                table: "identifications");

            migrationBuilder.DropIndex(
                name: "ix_identifications_superseded_by_id",
                table: "identifications");

            migrationBuilder.DropCheckConstraint(
                name: "ck_identifications_supersession",
                table: "identifications");

            migrationBuilder.DropCheckConstraint(
                name: "ck_identifications_withdrawal",
                table: "identifications");

            migrationBuilder.Sql(Forget);

            migrationBuilder.DropColumn(
                name: "superseded_by_id",
                table: "identifications");

            migrationBuilder.DropColumn(
                name: "withdrawn_by_id",
                table: "identifications");
        }
    }
}
