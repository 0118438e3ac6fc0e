using Npgsql;
using Weir.TestKit.Postgres;
using Weir.TestKit.Processes;
using Xunit;

namespace Weir.Storage.Tests.TestKit;

public sealed class PostgresServerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Database_FromATemplate_HasItsRowsAndSharesNone()
    {
        var server = await PostgresServer.SharedAsync();
        await using var template = await server.NewDatabaseAsync(Cancellation);
        await RunAsync(template, "CREATE TABLE thing (id int); INSERT INTO thing VALUES (1)");
        await using var one = await server.NewDatabaseAsync(Cancellation, template);
        await using var other = await server.NewDatabaseAsync(Cancellation, template);
        await RunAsync(one, "INSERT INTO thing VALUES (2)");

        Assert.Equal(2L, await AskAsync(one, "SELECT count(*) FROM thing"));
        Assert.Equal(1L, await AskAsync(other, "SELECT count(*) FROM thing"));
    }

    [Fact]
    public async Task Database_Disposed_IsGoneThoughSomebodyIsConnected()
    {
        var server = await PostgresServer.SharedAsync();
        var database = await server.NewDatabaseAsync(Cancellation);
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(Cancellation);
        await database.DisposeAsync();

        var refused = await Assert.ThrowsAsync<PostgresException>(() => AskAsync(database, "SELECT 1"));
        Assert.Equal(PostgresErrorCodes.InvalidCatalogName, refused.SqlState);
    }

    [Fact]
    public async Task User_OfTheTests_IsNoSuperuser()
    {
        await using var database = await (await PostgresServer.SharedAsync()).NewDatabaseAsync(Cancellation);
        Assert.Equal("off", await AskAsync(database, "SELECT current_setting('is_superuser')"));
    }

    [Fact]
    public async Task Server_Stopped_RefusesUntilStartedAgainOnTheSamePort()
    {
        await using var server = await PostgresServer.StartAsync(isDurable: false, Cancellation);
        await using var database = await server.NewDatabaseAsync(Cancellation);
        await RunAsync(database, "CREATE TABLE thing (id int)");
        await server.StopAsync();
        await Assert.ThrowsAsync<NpgsqlException>(() => AskAsync(database, "SELECT 1"));

        await server.StartAsync(Cancellation);
        Assert.Equal(0L, await AskAsync(database, "SELECT count(*) FROM thing"));
    }

    [Fact]
    public async Task Server_Killed_LeavesNoProcessAndKeepsWhatWasCommitted()
    {
        await using var server = await PostgresServer.StartAsync(isDurable: true, Cancellation);
        await using var database = await server.NewDatabaseAsync(Cancellation);
        Assert.Equal("on", await AskAsync(database, "SHOW fsync"));
        await RunAsync(database, "CREATE TABLE thing (id int)");
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(Cancellation);
        await RunAsync(connection, "INSERT INTO thing VALUES (1)");
        await RunAsync(connection, "BEGIN; INSERT INTO thing VALUES (2)");
        int[] processes = [server.PostmasterId, connection.ProcessID];

        await server.KillAsync(Cancellation);
        Assert.DoesNotContain(processes, ProcessTree.IsAlive);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => RunAsync(connection, "COMMIT"));

        await server.StartAsync(Cancellation);
        Assert.Equal(1L, await AskAsync(database, "SELECT count(*) FROM thing"));
        Assert.Contains("was not properly shut down", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_KilledAgainAndAgain_ComesBackEachTime()
    {
        await using var server = await PostgresServer.StartAsync(isDurable: false, Cancellation);
        await using var database = await server.NewDatabaseAsync(Cancellation);
        for (var i = 0; i < 5; i++)
        {
            await server.KillAsync(Cancellation);
            await server.StartAsync(Cancellation);
            Assert.Equal(1, await AskAsync(database, "SELECT 1"));
        }
    }

    [Fact]
    public async Task Server_Disposed_LeavesNothingBehind()
    {
        var server = await PostgresServer.StartAsync(isDurable: false, Cancellation);
        var (folder, postmaster) = (server.Folder, server.PostmasterId);
        Assert.True(Directory.Exists(folder));
        await server.DisposeAsync();
        Assert.False(Directory.Exists(folder));
        Assert.False(ProcessTree.IsAlive(postmaster));

        var killed = await PostgresServer.StartAsync(isDurable: false, Cancellation);
        folder = killed.Folder;
        await killed.KillAsync(Cancellation);
        await killed.DisposeAsync();
        Assert.False(Directory.Exists(folder));
    }

    private static async Task RunAsync(PostgresDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(Cancellation);
        await RunAsync(connection, sql);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private static async Task<object?> AskAsync(PostgresDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancellation);
    }
}
