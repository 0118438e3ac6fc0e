using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Weir.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class PricesAndRates : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
                name: "prices");

            migrationBuilder.DropTable(
                name: "rate_limits");
        }
    }
}
