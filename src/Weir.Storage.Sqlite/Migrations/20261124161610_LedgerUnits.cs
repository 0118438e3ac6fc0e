using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Weir.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class LedgerUnits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_budgets_subject_kind_subject_id_unit_window_kind",
                table: "budgets");

            // Made anew by hand: altering its key would make EF do so, outside of the migration's transaction.
            migrationBuilder.RenameTable(
                name: "heartbeats",
                newName: "earlier_heartbeats");

            migrationBuilder.CreateTable(
                name: "heartbeats",
                columns: table => new
                {
                    replica_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_heartbeats", x => x.replica_id);
                });

            migrationBuilder.Sql("INSERT INTO heartbeats (replica_id, at, since) SELECT zeroblob(16), at, at FROM earlier_heartbeats");

            migrationBuilder.DropTable(
                name: "earlier_heartbeats");

            migrationBuilder.AddColumn<bool>(
                name: "is_price_uncertain",
                table: "token_usage",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "nano_dollars",
                table: "token_usage",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<byte[]>(
                name: "price_id",
                table: "token_usage",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "abandoned_at",
                table: "reservations",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "fixed_nano_dollars",
                table: "reservations",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "nano_dollars",
                table: "reservations",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<byte[]>(
                name: "price_id",
                table: "reservations",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "replica_id",
                table: "reservations",
                type: "BLOB",
                nullable: false,
                defaultValue: new byte[16]);

            migrationBuilder.AddColumn<bool>(
                name: "is_own",
                table: "budgets",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "models",
                table: "budgets",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "name",
                table: "budgets",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "upstream",
                table: "budgets",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "usage_sums",
                columns: table => new
                {
                    starts_at = table.Column<long>(type: "INTEGER", nullable: false),
                    user_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    upstream_id = table.Column<long>(type: "INTEGER", nullable: false),
                    model_id = table.Column<long>(type: "INTEGER", nullable: false),
                    entries = table.Column<long>(type: "INTEGER", nullable: false),
                    failures = table.Column<long>(type: "INTEGER", nullable: false),
                    input = table.Column<long>(type: "INTEGER", nullable: false),
                    cache_read = table.Column<long>(type: "INTEGER", nullable: false),
                    cache_write5m = table.Column<long>(type: "INTEGER", nullable: false),
                    cache_write1h = table.Column<long>(type: "INTEGER", nullable: false),
                    output = table.Column<long>(type: "INTEGER", nullable: false),
                    nano_dollars = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_usage_sums", x => new { x.starts_at, x.user_id, x.upstream_id, x.model_id });
                });

            migrationBuilder.CreateIndex(
                name: "ix_budgets_subject_kind_subject_id",
                table: "budgets",
                columns: new[] { "subject_kind", "subject_id" });

            migrationBuilder.CreateIndex(
                name: "ix_usage_sums_user_id_starts_at",
                table: "usage_sums",
                columns: new[] { "user_id", "starts_at" });

            EarlierRows.ToLedgerUnits(migrationBuilder);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "usage_sums");

            migrationBuilder.DropIndex(
                name: "ix_budgets_subject_kind_subject_id",
                table: "budgets");

            migrationBuilder.DropColumn(
                name: "is_price_uncertain",
                table: "token_usage");

            migrationBuilder.DropColumn(
                name: "nano_dollars",
                table: "token_usage");

            migrationBuilder.DropColumn(
                name: "price_id",
                table: "token_usage");

            migrationBuilder.DropColumn(
                name: "abandoned_at",
                table: "reservations");

            migrationBuilder.DropColumn(
                name: "fixed_nano_dollars",
                table: "reservations");

            migrationBuilder.DropColumn(
                name: "nano_dollars",
                table: "reservations");

            migrationBuilder.DropColumn(
                name: "price_id",
                table: "reservations");

            migrationBuilder.DropColumn(
                name: "replica_id",
                table: "reservations");

            migrationBuilder.DropColumn(
                name: "is_own",
                table: "budgets");

            migrationBuilder.DropColumn(
                name: "models",
                table: "budgets");

            migrationBuilder.DropColumn(
                name: "name",
                table: "budgets");

            migrationBuilder.DropColumn(
                name: "upstream",
                table: "budgets");

            migrationBuilder.DropTable(
                name: "heartbeats");

            migrationBuilder.CreateTable(
                name: "heartbeats",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_heartbeats", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_budgets_subject_kind_subject_id_unit_window_kind",
                table: "budgets",
                columns: new[] { "subject_kind", "subject_id", "unit", "window_kind" },
                unique: true);
        }
    }
}
