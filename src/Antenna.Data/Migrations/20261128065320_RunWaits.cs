using System;
using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Antenna.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(AntennaDbContext))]
    [Migration("20261128065320_RunWaits")]
    public class RunWaits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "wait_holder",
                table: "run_heartbeats",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "wait_kind",
                table: "run_heartbeats",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "wait_since",
                table: "run_heartbeats",
                type: "timestamp with time zone",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "wait_holder",
                table: "run_heartbeats");

            migrationBuilder.DropColumn(
                name: "wait_kind",
                table: "run_heartbeats");

            migrationBuilder.DropColumn(
                name: "wait_since",
                table: "run_heartbeats");
        }
    }
}
