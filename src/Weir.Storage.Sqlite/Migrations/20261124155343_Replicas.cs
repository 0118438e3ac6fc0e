using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Weir.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Replicas : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "pk_heartbeats",
                table: "heartbeats");

            migrationBuilder.RenameColumn(
                name: "id",
                table: "heartbeats",
                newName: "since");

            migrationBuilder.AddColumn<long>(
                name: "abandoned_at",
                table: "reservations",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AlterColumn<long>(
                name: "since",
                table: "heartbeats",
                type: "INTEGER",
                nullable: false,
                oldClrType: typeof(long),
                oldType: "INTEGER")
                .OldAnnotation("Sqlite:Autoincrement", true);

            migrationBuilder.AddColumn<byte[]>(
                name: "replica_id",
                table: "heartbeats",
                type: "BLOB",
                nullable: false,
                defaultValue: new byte[16]);

            migrationBuilder.AddPrimaryKey(
                name: "pk_heartbeats",
                table: "heartbeats",
                column: "replica_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "pk_heartbeats",
                table: "heartbeats");

            migrationBuilder.DropColumn(
                name: "abandoned_at",
                table: "reservations");

            migrationBuilder.DropColumn(
                name: "replica_id",
                table: "heartbeats");

            migrationBuilder.RenameColumn(
                name: "since",
                table: "heartbeats",
                newName: "id");

            migrationBuilder.AlterColumn<long>(
                name: "id",
                table: "heartbeats",
                type: "INTEGER",
                nullable: false,
                oldClrType: typeof(long),
                oldType: "INTEGER")
                .Annotation("Sqlite:Autoincrement", true);

            migrationBuilder.AddPrimaryKey(
                name: "pk_heartbeats",
                table: "heartbeats",
                column: "id");
        }
    }
}
