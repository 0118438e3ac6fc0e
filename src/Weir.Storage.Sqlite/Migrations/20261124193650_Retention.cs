using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Weir.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Retention : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_token_usage_correction",
                table: "token_usage");

            migrationBuilder.CreateTable(
                name: "retention",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    carried_through = table.Column<long>(type: "INTEGER", nullable: false),
                    held_until = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_retention", x => x.id);
                });

            migrationBuilder.InsertData(
                table: "retention",
                columns: new[] { "id", "carried_through", "held_until" },
                values: new object[] { 1, 0L, null });

            migrationBuilder.CreateIndex(
                name: "ix_token_usage_further",
                table: "token_usage",
                column: "attempt_id",
                filter: "kind > 1");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "retention");

            migrationBuilder.DropIndex(
                name: "ix_token_usage_further",
                table: "token_usage");

            migrationBuilder.CreateIndex(
                name: "ix_token_usage_correction",
                table: "token_usage",
                column: "attempt_id",
                filter: "kind = 2");
        }
    }
}
