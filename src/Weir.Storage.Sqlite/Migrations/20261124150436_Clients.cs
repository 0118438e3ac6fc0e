using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Weir.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Clients : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "client_agent",
                table: "token_usage",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "client_parent_agent",
                table: "token_usage",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "client_session",
                table: "token_usage",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "client_agent",
                table: "reservations",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "client_parent_agent",
                table: "reservations",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "client_session",
                table: "reservations",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "client_agent",
                table: "token_usage");

            migrationBuilder.DropColumn(
                name: "client_parent_agent",
                table: "token_usage");

            migrationBuilder.DropColumn(
                name: "client_session",
                table: "token_usage");

            migrationBuilder.DropColumn(
                name: "client_agent",
                table: "reservations");

            migrationBuilder.DropColumn(
                name: "client_parent_agent",
                table: "reservations");

            migrationBuilder.DropColumn(
                name: "client_session",
                table: "reservations");
        }
    }
}
