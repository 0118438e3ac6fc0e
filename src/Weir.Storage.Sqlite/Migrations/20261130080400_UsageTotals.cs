using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Weir.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class UsageTotals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "usage_totals",
                columns: table => new
                {
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    starts_at = table.Column<long>(type: "INTEGER", nullable: false),
                    subject_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    upstream_id = table.Column<long>(type: "INTEGER", nullable: false),
                    model_id = table.Column<long>(type: "INTEGER", nullable: false),
                    entries = table.Column<long>(type: "INTEGER", nullable: false),
                    failures = table.Column<long>(type: "INTEGER", nullable: false),
                    input = table.Column<long>(type: "INTEGER", nullable: false),
                    cache_read = table.Column<long>(type: "INTEGER", nullable: false),
                    cache_write5m = table.Column<long>(type: "INTEGER", nullable: false),
                    cache_write1h = table.Column<long>(type: "INTEGER", nullable: false),
                    output = table.Column<long>(type: "INTEGER", nullable: false),
                    nano_dollars = table.Column<long>(type: "INTEGER", nullable: false),
                    first_bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    first_byte_microseconds = table.Column<long>(type: "INTEGER", nullable: false),
                    streamed_microseconds = table.Column<long>(type: "INTEGER", nullable: false),
                    streamed_output = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_usage_totals", x => new { x.kind, x.starts_at, x.subject_id, x.upstream_id, x.model_id });
                });

            EarlierRows.ToUsageTotals(migrationBuilder);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "usage_totals");
        }
    }
}
