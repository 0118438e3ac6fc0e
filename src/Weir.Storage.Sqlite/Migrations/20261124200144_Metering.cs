using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Weir.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Metering : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_token_usage_correction",
                table: "token_usage");

            migrationBuilder.AddColumn<long>(
                name: "requests",
                table: "token_usage",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1L);
            EarlierRows.ToMetering(migrationBuilder);

            migrationBuilder.CreateTable(
                name: "corrections",
                columns: table => new
                {
                    entry_id = table.Column<long>(type: "INTEGER", nullable: false),
                    attempt_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    made_by = table.Column<byte[]>(type: "BLOB", nullable: true),
                    made_at = table.Column<long>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_corrections", x => x.entry_id);
                });

            migrationBuilder.CreateTable(
                name: "key_ring",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    xml = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_key_ring", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "prices",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    model = table.Column<string>(type: "TEXT", nullable: false),
                    upstream = table.Column<string>(type: "TEXT", nullable: true),
                    is_fallback = table.Column<bool>(type: "INTEGER", nullable: false),
                    starts_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ends_at = table.Column<long>(type: "INTEGER", nullable: true),
                    terms = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_prices", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "rate_limits",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    subject_kind = table.Column<int>(type: "INTEGER", nullable: false),
                    subject_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    requests_per_minute = table.Column<long>(type: "INTEGER", nullable: true),
                    tokens_per_minute = table.Column<long>(type: "INTEGER", nullable: true),
                    concurrent = table.Column<long>(type: "INTEGER", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rate_limits", x => x.id);
                });

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

            migrationBuilder.CreateIndex(
                name: "ix_prices_version",
                table: "prices",
                column: "version",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_rate_limits_subject_kind_subject_id",
                table: "rate_limits",
                columns: new[] { "subject_kind", "subject_id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "corrections");

            migrationBuilder.DropTable(
                name: "key_ring");

            migrationBuilder.DropTable(
                name: "prices");

            migrationBuilder.DropTable(
                name: "rate_limits");

            migrationBuilder.DropTable(
                name: "retention");

            migrationBuilder.DropIndex(
                name: "ix_token_usage_further",
                table: "token_usage");

            migrationBuilder.DropColumn(
                name: "requests",
                table: "token_usage");

            migrationBuilder.CreateIndex(
                name: "ix_token_usage_correction",
                table: "token_usage",
                column: "attempt_id",
                filter: "kind = 2");
        }
    }
}
