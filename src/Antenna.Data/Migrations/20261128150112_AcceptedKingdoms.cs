using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Antenna.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(AntennaDbContext))]
    [Migration("20261128150112_AcceptedKingdoms")]
    public class AcceptedKingdoms : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "pk_accepted_list_names",
                table: "accepted_list_names");

            migrationBuilder.AddColumn<string>(
                name: "kingdom_key",
                table: "accepted_list_names",
                type: "text",
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.AddPrimaryKey(
                name: "pk_accepted_list_names",
                table: "accepted_list_names",
                columns: new[] { "taxa_list_id", "name_key", "kingdom_key" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // The version before knows one acceptance a name.
            migrationBuilder.Sql("delete from accepted_list_names where kingdom_key <> ''");

            migrationBuilder.DropPrimaryKey(
                name: "pk_accepted_list_names",
                table: "accepted_list_names");

            migrationBuilder.DropColumn(
                name: "kingdom_key",
                table: "accepted_list_names");

            migrationBuilder.AddPrimaryKey(
                name: "pk_accepted_list_names",
                table: "accepted_list_names",
                columns: new[] { "taxa_list_id", "name_key" });
        }
    }
}
