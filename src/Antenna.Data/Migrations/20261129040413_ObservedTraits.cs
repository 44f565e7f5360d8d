using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Antenna.Data.Migrations
{
    /// <summary>What observations of packages say of an animal besides its name is kept with what was remembered of them.</summary>
    [DbContext(typeof(AntennaDbContext))]
    [Migration("20261129040413_ObservedTraits")]
    public class ObservedTraits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "animals",
                table: "imported_observations",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "behaviour",
                table: "imported_observations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "life_stage",
                table: "imported_observations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "sex",
                table: "imported_observations",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "animals",
                table: "imported_observations");

            migrationBuilder.DropColumn(
                name: "behaviour",
                table: "imported_observations");

            migrationBuilder.DropColumn(
                name: "life_stage",
                table: "imported_observations");

            migrationBuilder.DropColumn(
                name: "sex",
                table: "imported_observations");
        }
    }
}
