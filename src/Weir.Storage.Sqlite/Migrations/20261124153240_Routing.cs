using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Weir.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Routing : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "models",
                table: "users",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<bool>(
                name: "allows_path",
                table: "api_keys",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "model_routes",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    pattern = table.Column<string>(type: "TEXT", nullable: false),
                    spread = table.Column<int>(type: "INTEGER", nullable: false),
                    targets = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_model_routes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "upstreams",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    base_url = table.Column<string>(type: "TEXT", nullable: false),
                    protected_key = table.Column<byte[]>(type: "BLOB", nullable: true),
                    dialects = table.Column<string>(type: "TEXT", nullable: false),
                    is_private = table.Column<bool>(type: "INTEGER", nullable: false),
                    connect_seconds = table.Column<int>(type: "INTEGER", nullable: false),
                    first_byte_seconds = table.Column<int>(type: "INTEGER", nullable: false),
                    idle_seconds = table.Column<int>(type: "INTEGER", nullable: false),
                    most_concurrent = table.Column<int>(type: "INTEGER", nullable: true),
                    when_client_gone = table.Column<int>(type: "INTEGER", nullable: false),
                    surcharge_tokens = table.Column<long>(type: "INTEGER", nullable: false),
                    refuses_surcharges = table.Column<bool>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_upstreams", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_model_routes_pattern",
                table: "model_routes",
                column: "pattern",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_upstreams_name",
                table: "upstreams",
                column: "name",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "model_routes");

            migrationBuilder.DropTable(
                name: "upstreams");

            migrationBuilder.DropColumn(
                name: "models",
                table: "users");

            migrationBuilder.DropColumn(
                name: "allows_path",
                table: "api_keys");
        }
    }
}
