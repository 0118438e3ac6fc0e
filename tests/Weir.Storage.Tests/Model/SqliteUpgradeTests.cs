using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Verification;
using Weir.Storage.Model;
using Weir.Storage.Tests.Engines;
using Xunit;

namespace Weir.Storage.Tests.Model;

public sealed class SqliteUpgradeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A kill in the midst leaves the version before. What EF can only do outside of a transaction, by building a table anew, would leave half of the next.</summary>
    [Fact]
    public async Task Migrations_EachOne_IsOneTransaction()
    {
        await using var database = await FreshDatabase.MakeEmptyAsync(Engine.Sqlite);
        await using var process = database.NewProcess();
        await using var db = process.NewContext();
        var assembly = db.GetService<IMigrationsAssembly>();
        var generator = db.GetService<IMigrationsSqlGenerator>();
        foreach (var (name, type) in assembly.Migrations)
        {
            var migration = assembly.CreateMigration(type, db.Database.ProviderName!);
            var model = db.GetService<IModelRuntimeInitializer>().Initialize(migration.TargetModel);
            Assert.All(generator.Generate(migration.UpOperations, model), command => Assert.False(command.TransactionSuppressed, $"{name}: {command.CommandText}"));
        }
    }

    [Fact]
    public async Task Rows_OfTheFirstVersion_MeanTheSameInThisOne()
    {
        await using var database = await FreshDatabase.MakeEmptyAsync(Engine.Sqlite);
        await using var process = database.NewProcess();
        await using (var db = process.NewContext())
        {
            await db.GetService<IMigrator>().MigrateAsync("Initial", Cancellation);
            // A user's budget of 10,000 tokens, of which an attempt used 150, one was void, and an open one has set 300 aside.
            await db.Database.ExecuteSqlRawAsync(
                """
                INSERT INTO budgets (id, subject_kind, subject_id, unit, window_kind, time_zone, cap, when_short, created_at) VALUES (zeroblob(16), 3, zeroblob(16), 0, 0, 'UTC', 10000, 0, 1);
                INSERT INTO budget_windows (id, budget_id, starts_at, ends_at, posted, pending) VALUES (1, zeroblob(16), 0, NULL, 150, 300);
                INSERT INTO names (id, text) VALUES (1, 'anthropic'), (2, 'claude');
                INSERT INTO token_usage (attempt_id, exchange_id, kind, user_id, upstream_id, model_id, admitted_at, ended_at, input, cache_read, cache_write5m, cache_write1h,
                    output, source, outcome, status, reserved, overrun, windows)
                VALUES (x'01000000000000000000000000000000', zeroblob(16), 0, zeroblob(16), 1, 2, 900000001, 900000002, 100, 0, 0, 0, 50, 0, 0, 200, 200, 0, x'0100000000000000'),
                    (x'02000000000000000000000000000000', zeroblob(16), 1, zeroblob(16), 1, 2, 900000001, 900000002, 0, 0, 0, 0, 0, 0, 3, 529, 200, 0, x'0100000000000000');
                INSERT INTO reservations (id, exchange_id, state, user_id, upstream_id, model_id, admitted_at, input, input_is_reported, output, asked_output, tokens_per_second, windows)
                VALUES (x'03000000000000000000000000000000', zeroblob(16), 0, zeroblob(16), 1, 2, 900000001, 100, 0, 200, 200, 300, x'0100000000000000');
                INSERT INTO heartbeats (at) VALUES (900000003);
                """,
                Cancellation);
        }

        await database.MigrateAsync(Cancellation);

        await using var after = process.NewContext();
        Assert.Empty((await new LedgerVerifier(process.GetRequiredService<IDbContextFactory<WeirDbContext>>()).VerifyAsync(Cancellation)).Faults);
        Assert.Equal([1L, 0L], await after.LedgerEntries.OrderBy(entry => entry.Id).Select(entry => entry.Requests).ToListAsync(Cancellation));
        Assert.Equal([(1L, 1L, 150L), (1L, 1L, 150L)], (await after.UsageSums.ToListAsync(Cancellation)).Select(sum => (sum.Entries, sum.Failures, sum.Input + sum.Output)));
        Assert.Equal(
            [(UsageTotalKind.Quarter, 900_000_000L, 150L), (UsageTotalKind.UserDay, 0L, 150L), (UsageTotalKind.ModelDay, 0L, 150L)],
            (await after.UsageTotals.OrderBy(total => total.Kind).ToListAsync(Cancellation)).Select(total => (total.Kind, Microseconds(total.StartsAt), total.Tokens)));
        var beat = await after.Heartbeats.SingleAsync(Cancellation);
        var open = await after.Reservations.SingleAsync(Cancellation);
        Assert.Equal((open.ReplicaId, DateTimeOffset.UnixEpoch.AddMicroseconds(900_000_003)), (beat.ReplicaId, beat.At));
        Assert.True((await after.Budgets.SingleAsync(Cancellation)).IsOwn);
    }

    private static long Microseconds(DateTimeOffset time) => (long)(time - DateTimeOffset.UnixEpoch).TotalMicroseconds;
}
