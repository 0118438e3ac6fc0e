using Microsoft.EntityFrameworkCore;
using Npgsql;
using Weir.Proxy.Metering;
using Weir.Storage.Model;
using Weir.Storage.Tests.Engines;
using Weir.TestKit.Postgres;

namespace Weir.Storage.Tests.Ledger.Writing;

/// <summary>Another holds what the ledger needs, and waits for what the ledger holds: the server undoes the ledger's transaction.</summary>
public sealed class ConflictTests
{
    private static CancellationToken Cancellation => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Transaction_ThatTheServerUndoes_RunsAgainAndNobodyNotices()
    {
        await using var harness = await LedgerHarness.StartAsync(Engine.Postgres);
        var (first, second, full) = (await harness.AddBudgetAsync(1_000), await harness.AddBudgetAsync(1_000), await harness.AddBudgetAsync(100));
        var filling = harness.Request(50, 50, first, second, full);
        await harness.GrantAsync(filling);
        var waiting = harness.ReserveAsync(harness.Request(50, 50, full));
        await harness.FlushAsync();

        await using var context = harness.NewContext();
        var windows = await context.BudgetWindows.OrderBy(window => window.Id).Select(window => window.Id).ToListAsync(Cancellation);
        await using var other = await RivalAsync(context);
        await RunAsync(other, $"BEGIN; SELECT 1 FROM budget_windows WHERE id = {windows[1]} FOR UPDATE");
        // It may commit by itself, and is held up with it.
        var asked = Task.Run(() => harness.ReserveAsync(harness.Request(100, 100, first, second)), Cancellation);
        // At the server, as soon as the ledger waits: that looks for a circle once only, a second later, and would miss one that came after.
        await RunAsync(other, $"""
            DO $$ BEGIN
                WHILE NOT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))) LOOP PERFORM pg_sleep(0.001); END LOOP;
                PERFORM 1 FROM budget_windows WHERE id = {windows[0]} FOR UPDATE;
            END $$;
            ROLLBACK
            """);

        Assert.IsType<ReserveResult.Granted>(await asked);
        Assert.False(waiting.IsCompleted);
        Assert.False(harness.State.IsInTrouble);
        await harness.Ledger.SettleAsync(harness.Voided(filling.Attempt));
        Assert.IsType<ReserveResult.Granted>(await waiting);
        Assert.Equal([(0, 200), (0, 200), (0, 100)], [await harness.WindowAsync(first), await harness.WindowAsync(second), await harness.WindowAsync(full)]);
        Assert.True((await harness.VerifyAsync()).IsClean);
    }

    /// <summary>Who waits for longer looks for a circle first, and is undone; this one has all the time.</summary>
    private static async Task<NpgsqlConnection> RivalAsync(WeirDbContext context)
    {
        var known = (NpgsqlConnection)context.Database.GetDbConnection();
        var server = await PostgresServer.SharedAsync();
        await server.AdministerAsync($"ALTER DATABASE {known.Database} SET deadlock_timeout = '1min'", Cancellation);
        // One of the pool may be from before that.
        var connection = known.CloneWith(new NpgsqlConnectionStringBuilder(known.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Cancellation);
        return connection;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
