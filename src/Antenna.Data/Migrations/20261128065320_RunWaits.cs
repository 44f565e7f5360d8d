using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Antenna.Data.Migrations
{
    /// <inheritdoc />
    public partial class RunWaits : Migration
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
