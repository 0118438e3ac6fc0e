using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Weir.Storage.Tests.Engines;
using Xunit;

namespace Weir.Storage.Tests.Model;

public sealed class ExpandRuleTests
{
    /// <summary>The first one makes everything: nobody was there before it.</summary>
    [Fact]
    public async Task Migrations_OfPostgres_LetReplicasOfTheVersionBeforeWork()
    {
        await using var database = await FreshDatabase.MakeEmptyAsync(Engine.Postgres);
        await using var process = database.NewProcess();
        await using var db = process.NewContext();
        var assembly = db.GetService<IMigrationsAssembly>();
        var migrations = assembly.Migrations.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => (Name: pair.Key.Split('_', 2)[1], Operations: assembly.CreateMigration(pair.Value, db.Database.ProviderName!).UpOperations))
            .ToList();

        Assert.NotEmpty(migrations[0].Operations);
        Assert.Empty(
            from migration in migrations.Skip(1)
            where !migration.Name.StartsWith(ExpandRule.Contracting, StringComparison.Ordinal)
            from breach in ExpandRule.Breaches(migration.Operations)
            select $"{migration.Name}: {breach}");
    }

    [Fact]
    public void Operations_ThatAdd_AreFine() => Assert.Empty(Breaches(up =>
    {
        up.CreateTable("things", table => new { id = table.Column<int>() });
        up.CreateIndex("ix_things_id", "things", "id", unique: true);
        up.CreateIndex("ix_users_created_at", "users", "created_at");
        up.AddColumn<string>("nickname", "users", nullable: true);
        up.AddColumn<bool>("is_kind", "users", nullable: false, defaultValue: false);
        up.AlterColumn<string>("name", "users", type: "text", oldType: "text", nullable: true, oldNullable: false);
        up.DropIndex("ix_users_email", "users");
        up.Sql("UPDATE users SET nickname = user_name");
    }));

    [Fact]
    public void Operations_ThatTakeAwayOrDemand_AreTold() => Assert.Equal(9, Breaches(up =>
    {
        up.DropTable("things");
        up.DropColumn("nickname", "users");
        up.RenameTable("things", newName: "objects");
        up.RenameColumn("nickname", "users", "pet_name");
        up.AlterColumn<long>("age", "users", type: "bigint", oldType: "integer");
        up.AlterColumn<string>("name", "users", type: "text", oldType: "text", nullable: false, oldNullable: true);
        up.AddColumn<int>("age", "users", nullable: false);
        up.CreateIndex("ix_users_age", "users", "age", unique: true);
        up.AddForeignKey("fk_users_age", "users", "age", "ages");
    }).Count());

    private static IEnumerable<string> Breaches(Action<MigrationBuilder> up)
    {
        var builder = new MigrationBuilder("Npgsql.EntityFrameworkCore.PostgreSQL");
        up(builder);
        return ExpandRule.Breaches(builder.Operations);
    }
}
