using Npgsql;
using Weir.Storage.Tests.Engines;
using Weir.TestKit.Postgres;

namespace Weir.Storage.Tests.Ledger.Writing;

/// <summary>On PostgreSQL the ledger frees its locks before the disk has a commit, and answers after.</summary>
public sealed class AnsweredTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Server_KilledRightAfterTheAnswer_HasAllThatWasAnswered()
    {
        await using var server = await PostgresServer.StartAsync(isDurable: false, Cancellation);
        var database = new PostgresCopy(await server.NewDatabaseAsync(Cancellation));
        await database.MigrateAsync(Cancellation);
        await using var harness = await LedgerHarness.StartAsync(database);
        var budget = await harness.AddBudgetAsync(null);
        for (var i = 0; i < 20; i++)
        {
            await harness.GrantAsync(harness.Request(300, 700, budget));
        }

        await server.KillAsync(Cancellation);
        await server.StartAsync(Cancellation);

        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand("SELECT count(*) FROM reservations", connection);
        Assert.Equal(20L, await command.ExecuteScalarAsync(Cancellation));
    }
}
