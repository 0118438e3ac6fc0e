using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Weir.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Explorer : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "first_byte_microseconds",
                table: "usage_sums",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "first_bytes",
                table: "usage_sums",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "streamed_microseconds",
                table: "usage_sums",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "streamed_output",
                table: "usage_sums",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "first_bytes",
                table: "token_usage",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_streamed",
                table: "token_usage",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "last_byte_microseconds",
                table: "token_usage",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "sent_microseconds",
                table: "token_usage",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "streamed_microseconds",
                table: "token_usage",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "streamed_output",
                table: "token_usage",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "refusal_counts",
                columns: table => new
                {
                    starts_at = table.Column<long>(type: "INTEGER", nullable: false),
                    user_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    reason = table.Column<int>(type: "INTEGER", nullable: false),
                    count = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_refusal_counts", x => new { x.starts_at, x.user_id, x.reason });
                });

            migrationBuilder.CreateTable(
                name: "refusals",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    exchange_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    user_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    api_key_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    reason = table.Column<int>(type: "INTEGER", nullable: false),
                    model = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    message = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    budget_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    subject = table.Column<string>(type: "TEXT", nullable: true),
                    unit = table.Column<string>(type: "TEXT", nullable: true),
                    cap = table.Column<long>(type: "INTEGER", nullable: true),
                    used = table.Column<long>(type: "INTEGER", nullable: true),
                    reserved = table.Column<long>(type: "INTEGER", nullable: true),
                    needed = table.Column<long>(type: "INTEGER", nullable: true),
                    resets_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_refusals", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_refusal_counts_user_id_starts_at",
                table: "refusal_counts",
                columns: new[] { "user_id", "starts_at" });

            migrationBuilder.CreateIndex(
                name: "ix_refusals_user_id_id",
                table: "refusals",
                columns: new[] { "user_id", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "refusal_counts");

            migrationBuilder.DropTable(
                name: "refusals");

            migrationBuilder.DropColumn(
                name: "first_byte_microseconds",
                table: "usage_sums");

            migrationBuilder.DropColumn(
                name: "first_bytes",
                table: "usage_sums");

            migrationBuilder.DropColumn(
                name: "streamed_microseconds",
                table: "usage_sums");

            migrationBuilder.DropColumn(
                name: "streamed_output",
                table: "usage_sums");

            migrationBuilder.DropColumn(
                name: "first_bytes",
                table: "token_usage");

            migrationBuilder.DropColumn(
                name: "is_streamed",
                table: "token_usage");

            migrationBuilder.DropColumn(
                name: "last_byte_microseconds",
                table: "token_usage");

            migrationBuilder.DropColumn(
                name: "sent_microseconds",
                table: "token_usage");

            migrationBuilder.DropColumn(
                name: "streamed_microseconds",
                table: "token_usage");

            migrationBuilder.DropColumn(
                name: "streamed_output",
                table: "token_usage");
        }
    }
}
