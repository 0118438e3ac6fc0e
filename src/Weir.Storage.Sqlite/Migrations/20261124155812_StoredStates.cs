using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Weir.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class StoredStates : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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

            migrationBuilder.CreateIndex(
                name: "ix_stored_states_created_at",
                table: "stored_states",
                column: "created_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "stored_states");
        }
    }
}
