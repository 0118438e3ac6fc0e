using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Weir.Storage.Copying;
using Weir.Storage.Ledger.Verification;
using Weir.Storage.Model;
using Weir.Storage.Steps;
using Weir.Storage.Tests.Engines;
using Weir.Storage.Tests.Ledger.Writing;

namespace Weir.Storage.Tests.Copying;

public sealed class DatabaseCopyTests
{
    private const int Rows = 7;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [EachEngine(Engine.Sqlite)]
    [EachEngine(Engine.Postgres)]
    public async Task Copy_EveryTableFilled_HoldsTheSame(Engine from, Engine to)
    {
        await using var pair = await Pair.MakeAsync(from, to);
        await FilledDatabase.FillAsync(pair.Source, Rows);

        var report = await pair.CopyAsync(NobodyWatches.Instance, Cancellation);

        var (source, target) = (await FilledDatabase.ShowAsync(pair.Source), await FilledDatabase.ShowAsync(pair.Target));
        Assert.Equal((source.Count, source.Count * Rows), (report.Tables, report.Rows));
        Assert.Equal(source, target);
        Assert.All(target.Values, rows => Assert.Equal(Rows, rows.Length));
    }

    [Theory]
    [EachEngine]
    public async Task Copy_Done_NewRowsAreNumberedAfterTheCopied(Engine to)
    {
        await using var pair = await Pair.MakeAsync(Engine.Sqlite, to);
        await using (var source = pair.Source.NewContext())
        {
            source.Names.Add(new() { Id = 4_711, Text = "claude" });
            await source.SaveChangesAsync(Cancellation);
        }

        await pair.CopyAsync(NobodyWatches.Instance, Cancellation);

        await using var target = pair.Target.NewContext();
        var (name, claim) = (new Weir.Storage.Ledger.Name { Text = "opus" }, new Weir.Storage.Accounts.User { Id = Guid.CreateVersion7(), UserName = "mia", NormalizedUserName = "MIA" });
        target.AddRange(name, claim, new Microsoft.AspNetCore.Identity.IdentityUserClaim<Guid> { UserId = claim.Id });
        await target.SaveChangesAsync(Cancellation);
        Assert.Equal(4_712, name.Id);
    }

    /// <summary>Given up at every point there is, again and again, until once it isn't.</summary>
    [Theory]
    [EachEngine]
    public async Task Copy_GivenUpAnywhere_LeavesNothingAndCanBeRunAgain(Engine from)
    {
        await using var pair = await Pair.MakeAsync(from, Engine.Postgres);
        await FilledDatabase.FillAsync(pair.Source, Rows);
        var before = await FilledDatabase.ShowAsync(pair.Target);
        for (var at = 0; ; at++)
        {
            using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            try
            {
                await pair.CopyAsync(new WatchingProgress(at, giveUp.Cancel), giveUp.Token);
                Assert.InRange(at, 2 * before.Count, 100);
                break;
            }
            catch (OperationCanceledException)
            {
                Assert.Equal(before, await FilledDatabase.ShowAsync(pair.Target));
            }
        }

        Assert.Equal(await FilledDatabase.ShowAsync(pair.Source), await FilledDatabase.ShowAsync(pair.Target));
    }

    /// <summary>As when the machine that copies dies: the server sees its connection end.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(15)]
    [InlineData(30)]
    public async Task Copy_ConnectionKilled_LeavesNothingAndCanBeRunAgain(int at)
    {
        await using var pair = await Pair.MakeAsync(Engine.Sqlite, Engine.Postgres);
        await FilledDatabase.FillAsync(pair.Source, Rows);
        var before = await FilledDatabase.ShowAsync(pair.Target);

        await Assert.ThrowsAnyAsync<Exception>(() => pair.CopyAsync(new WatchingProgress(at, () => KillOthers(pair.ConnectionString)), Cancellation));
        Assert.Equal(before, await FilledDatabase.ShowAsync(pair.Target));
        await pair.CopyAsync(NobodyWatches.Instance, Cancellation);

        Assert.Equal(await FilledDatabase.ShowAsync(pair.Source), await FilledDatabase.ShowAsync(pair.Target));
    }

    [Theory]
    [EachEngine]
    public async Task Copy_TargetInUse_IsRefusedAndLeftAsItIs(Engine to)
    {
        await using var pair = await Pair.MakeAsync(Engine.Sqlite, to);
        await using (var target = pair.Target.NewContext())
        {
            target.Names.Add(new() { Text = "of another" });
            await target.SaveChangesAsync(Cancellation);
        }

        var before = await FilledDatabase.ShowAsync(pair.Target);
        var refused = await Assert.ThrowsAsync<CopyRefusedException>(() => pair.CopyAsync(NobodyWatches.Instance, Cancellation));

        Assert.Contains("names (1)", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await FilledDatabase.ShowAsync(pair.Target));
    }

    [Theory]
    [EachEngine(true)]
    [EachEngine(false)]
    public async Task Copy_RowLostOrChangedOnTheWay_IsRefused(Engine to, bool isLost)
    {
        await using var pair = await Pair.MakeAsync(Engine.Sqlite, to, tables => new ForgetfulTables(tables, "usage_sums", isLost ? null : Change));
        await FilledDatabase.FillAsync(pair.Source, Rows);
        var before = await FilledDatabase.ShowAsync(pair.Target);

        var refused = await Assert.ThrowsAsync<CopyRefusedException>(() => pair.CopyAsync(NobodyWatches.Instance, Cancellation));

        Assert.Contains("The copy of usage_sums is not what it was copied from", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await FilledDatabase.ShowAsync(pair.Target));

        static void Change(object?[] values)
        {
            var number = Array.FindIndex(values, value => value is long);
            values[number] = (long)values[number]! + 1;
        }
    }

    [Theory]
    [EachEngine(Engine.Sqlite)]
    [EachEngine(Engine.Postgres)]
    public async Task Copy_WhileTheSourceIsWritten_IsOfOneMoment(Engine from, Engine to)
    {
        await using var ledger = await LedgerHarness.StartAsync(from);
        var budget = await ledger.AddBudgetAsync(null);
        var copies = 0;
        using var enough = new CancellationTokenSource();
        var writing = Task.WhenAll(Enumerable.Range(0, 32).Select(async _ =>
        {
            do
            {
                var request = ledger.Request(10, 10, budget);
                await ledger.GrantAsync(request);
                await ledger.Ledger.SettleAsync(ledger.Posted(request.Attempt, 5, 5));
                // Who commits for itself is done at once, and would write alone for ever.
                await Task.Yield();
            }
            while (!enough.IsCancellationRequested);
        }));
        do
        {
            await using var database = await FreshDatabase.MakeAsync(to);
            await using var target = database.NewProcess();
            await using var copy = new DatabaseCopy(ledger.Services, target, NobodyWatches.Instance);
            var report = await copy.RunAsync(Cancellation);
            await copy.CommitAsync(Cancellation);
            Assert.Empty(report.Ledger.Faults);
            Assert.Equal(report.Ledger.Entries, (await target.GetRequiredService<LedgerVerifier>().VerifyAsync(Cancellation)).Entries);
        }
        while (++copies < 3);

        await enough.CancelAsync();
        await writing;
    }

    [Theory]
    [EachEngine]
    public async Task Schema_OfANewerWeir_IsRefused(Engine engine)
    {
        await using var database = await FreshDatabase.MakeAsync(engine);
        await using var process = database.NewProcess();
        await using var db = process.NewContext();
        await SchemaVersion.RefuseNewerAsync(db, "The database", Cancellation);
        await db.Database.ExecuteSqlRawAsync("""INSERT INTO "__EFMigrationsHistory" VALUES ('29990101000000_Nicknames', '99.0.0')""", Cancellation);

        var refused = await Assert.ThrowsAsync<CopyRefusedException>(() => SchemaVersion.RefuseNewerAsync(db, "The database", Cancellation));

        Assert.Contains("29990101000000_Nicknames", refused.Message, StringComparison.Ordinal);
    }

    private static void KillOthers(string connectionString)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var kill = new NpgsqlCommand("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()", connection);
        kill.ExecuteNonQuery();
    }
}
