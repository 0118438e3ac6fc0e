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
                name: "stored_states",
                columns: table => new
                {
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    user_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    upstream = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stored_states", x => new { x.hash, x.user_id });
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
                name: "ix_stored_states_created_at",
                table: "stored_states",
                column: "created_at");

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
                name: "stored_states");

            migrationBuilder.DropTable(
                name: "upstreams");

            migrationBuilder.DropColumn(
                name: "models",
                table: "users");

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

            migrationBuilder.DropColumn(
                name: "allows_path",
                table: "api_keys");
        }
    }
}
