using Weir.Accounting;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Writing;
using Weir.Storage.Tests.Engines;

namespace Weir.Storage.Tests.Ledger.Writing;

/// <summary>What a store did within a transaction is seen by what follows in it.</summary>
public sealed class StoreTransactionTests
{
    private static readonly DateTimeOffset LongAgo = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [EachEngine]
    public async Task Entries_OfTheSameTransaction_AreFound(Engine engine)
    {
        await using var harness = await StoppedAsync(engine);
        var (store, attempt) = (harness.Store, Reserve(harness));

        store.Begin(Needs(attempt));
        Assert.True(store.TryEnd(attempt, new() { Windows = [] }));
        Assert.Null(store.FindEntries(attempt));
        store.Insert(Entry(attempt, LedgerEntryKind.Posted, input: 70, requests: 1));
        store.Insert(Entry(attempt, LedgerEntryKind.Correction, input: -30, requests: 0));
        var sum = store.FindEntries(attempt);
        store.Rollback();

        Assert.Equal((40, 1), (sum?.Input, sum?.Requests));
    }

    [Theory]
    [EachEngine]
    public async Task Expired_ThatWasEndedInTheSameTransaction_IsNotReadAgain(Engine engine)
    {
        await using var harness = await StoppedAsync(engine);
        var (store, attempt) = (harness.Store, Reserve(harness));
        store.Begin(Needs(attempt));
        Assert.True(store.TryKeepProvisional(attempt, LongAgo));
        store.Commit();

        store.Begin(Needs(attempt));
        var before = store.ReadExpired(LongAgo.AddDays(1));
        Assert.True(store.TryEndProvisional(attempt));
        var after = store.ReadExpired(LongAgo.AddDays(1));
        store.Rollback();

        Assert.Equal(attempt.Value, Assert.Single(before).Id);
        Assert.Empty(after);
    }

    /// <summary>The writer has ended, and leaves the store to the test.</summary>
    private static async Task<LedgerHarness> StoppedAsync(Engine engine)
    {
        var harness = await LedgerHarness.StartAsync(engine);
        await harness.StopAsync();
        return harness;
    }

    private static AttemptId Reserve(LedgerHarness harness)
    {
        var attempt = AttemptId.New();
        harness.Store.Begin(new());
        harness.Store.Insert(new Reservation { Id = attempt.Value, ReplicaId = harness.Replica, Windows = [] });
        harness.Store.Commit();
        return attempt;
    }

    private static LedgerNeeds Needs(AttemptId attempt)
    {
        var needs = new LedgerNeeds { IsExact = true };
        needs.Attempts.Add(attempt);
        return needs;
    }

    private static LedgerEntry Entry(AttemptId attempt, LedgerEntryKind kind, long input, long requests) =>
        new() { AttemptId = attempt.Value, Kind = kind, Input = input, Requests = requests, Windows = [] };
}
