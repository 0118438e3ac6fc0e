using Microsoft.EntityFrameworkCore;
using Npgsql;
using Weir.Storage.Tests.Engines;
using Weir.TestKit;
using Xunit;

namespace Weir.Storage.Tests.Postgres;

public sealed class PostgresMigrationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Processes_TenAtOnceOnAnEmptyDatabase_AllStart()
    {
        await using var database = await PostgresCopy.MakeWithoutTablesAsync();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => database.MigrateAsync(Cancellation), Cancellation)));

        await using var process = database.NewProcess();
        await using var db = process.NewContext();
        Assert.Equal(db.Database.GetMigrations(), await db.Database.GetAppliedMigrationsAsync(Cancellation));
        Assert.Equal(1, await db.ConfigVersions.CountAsync(Cancellation));
    }

    /// <summary>Also when the one that migrates dies with the turn in its hand.</summary>
    [Fact]
    public async Task Process_WhileAnotherMigrates_WaitsForItsTurn()
    {
        await using var database = await PostgresCopy.MakeWithoutTablesAsync();
        await using var holder = NpgsqlDataSource.Create(database.ConnectionString);
        var turn = await Weir.Storage.Postgres.StartTurn.TakeAsync(holder, Cancellation);
        var migration = database.MigrateAsync(Cancellation);
        await Eventually.IsTrueAsync(async () => await CountAsync(holder, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted") == 1, Cancellation);
        Assert.Equal(0, await CountAsync(holder, "SELECT count(*) FROM pg_tables WHERE tablename = 'users'"));

        await CountAsync(holder, "SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory' AND granted");
        await migration;
        Assert.Equal(1, await CountAsync(holder, "SELECT count(*) FROM pg_tables WHERE tablename = 'users'"));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => turn.DisposeAsync().AsTask());
    }

    /// <summary>Replicas would stand in line behind a change that waits for a reader.</summary>
    [Fact]
    public async Task Migration_TableBeingReadForLong_GivesUp()
    {
        await using var database = await PostgresCopy.MakeMigratedAsync();
        await using var reader = NpgsqlDataSource.Create(database.ConnectionString);
        await using var connection = await reader.OpenConnectionAsync(Cancellation);
        foreach (var sql in (string[])["DELETE FROM \"__EFMigrationsHistory\"", "BEGIN", "LOCK TABLE \"__EFMigrationsHistory\" IN SHARE MODE"])
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        var refused = await Assert.ThrowsAsync<PostgresException>(() => database.MigrateAsync(Cancellation));
        Assert.Equal(PostgresErrorCodes.LockNotAvailable, refused.SqlState);
    }

    [Fact]
    public async Task Names_InStatements_NeedNoQuotes()
    {
        await using var database = await PostgresCopy.MakeMigratedAsync();
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand(
            """
            SELECT coalesce(string_agg(table_name || '.' || column_name, ', '), '') FROM information_schema.columns
            WHERE table_schema = 'public' AND table_name <> '__EFMigrationsHistory'
            AND (quote_ident(table_name) <> table_name OR quote_ident(column_name) <> column_name)
            """);
        Assert.Equal("", await command.ExecuteScalarAsync(Cancellation));
    }

    /// <summary>What design and documentation promise to those who look into the tables.</summary>
    [Theory]
    [InlineData("users", "id", "uuid")]
    [InlineData("users", "created_at", "timestamp with time zone")]
    [InlineData("api_keys", "models", "ARRAY")]
    [InlineData("token_usage", "output", "bigint")]
    public async Task Columns_OnPostgres_HaveItsTypes(string table, string column, string type)
    {
        await using var database = await PostgresCopy.MakeMigratedAsync();
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand($"SELECT data_type FROM information_schema.columns WHERE table_name = '{table}' AND column_name = '{column}'");
        Assert.Equal(type, await command.ExecuteScalarAsync(Cancellation));
    }

    private static async Task<long> CountAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }
}
