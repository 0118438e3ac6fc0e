using Microsoft.EntityFrameworkCore;
using Weir.Storage.Tests.Engines;
using Xunit;

namespace Weir.Storage.Tests.Model;

public sealed class MigrationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [EachEngine]
    public async Task Migrations_Together_MakeTheModel(Engine engine)
    {
        await using var database = await FreshDatabase.MakeEmptyAsync(engine);
        await using var process = database.NewProcess();
        await using var db = process.NewContext();
        Assert.False(db.Database.HasPendingModelChanges(), $"The model has changed: make a migration for {engine}, as CONTRIBUTING.md says.");
        Assert.NotEmpty(db.Database.GetMigrations());
    }

    [Theory]
    [EachEngine]
    public async Task Database_Empty_GetsItsTablesAndItsFirstVersion(Engine engine)
    {
        await using var database = await FreshDatabase.MakeEmptyAsync(engine);
        await database.MigrateAsync(Cancellation);
        await database.MigrateAsync(Cancellation);
        await using var process = database.NewProcess();
        await using var db = process.NewContext();
        Assert.Equal(1, (await db.ConfigVersions.SingleAsync(Cancellation)).Version);
        Assert.Empty(await db.Database.GetPendingMigrationsAsync(Cancellation));
    }

    /// <summary>A replica that is one version older starts, and changes nothing.</summary>
    [Theory]
    [EachEngine]
    public async Task Database_OfANewerVersion_IsLeftAlone(Engine engine)
    {
        await using var database = await FreshDatabase.MakeAsync(engine);
        await using var process = database.NewProcess();
        await using var db = process.NewContext();
        await db.Database.ExecuteSqlRawAsync(
            """
            ALTER TABLE users ADD COLUMN nickname text NULL;
            INSERT INTO "__EFMigrationsHistory" VALUES ('29990101000000_Nicknames', '99.0.0');
            """,
            Cancellation);
        await database.MigrateAsync(Cancellation);

        db.Users.Add(new() { Id = Guid.CreateVersion7(), UserName = "mia", NormalizedUserName = "MIA" });
        await db.SaveChangesAsync(Cancellation);
        Assert.Equal("mia", (await db.Users.AsNoTracking().SingleAsync(Cancellation)).UserName);
    }

    /// <summary>So that people can ask without quoting, on either engine.</summary>
    [Theory]
    [EachEngine]
    public async Task Names_Everywhere_ArePlain(Engine engine)
    {
        await using var database = await FreshDatabase.MakeEmptyAsync(engine);
        await using var process = database.NewProcess();
        await using var db = process.NewContext();
        var tables = db.Model.GetEntityTypes().ToList();
        var names = tables.Select(table => table.GetTableName()!)
            .Concat(tables.SelectMany(table => table.GetProperties()).Select(property => property.GetColumnName()))
            .Concat(tables.SelectMany(table => table.GetIndexes()).Select(index => index.GetDatabaseName()!))
            .Distinct();
        // PostgreSQL cuts off what is longer.
        Assert.All(names, name => Assert.Matches("^[a-z][a-z0-9_]{0,62}$", name));
        Assert.DoesNotContain(tables, table => table.GetTableName()!.Contains("asp_net", StringComparison.Ordinal));
    }
}
