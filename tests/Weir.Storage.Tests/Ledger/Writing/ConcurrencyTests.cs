using Weir.Accounting;
using Weir.Proxy.Metering;
using Weir.Storage.Tests.Engines;

namespace Weir.Storage.Tests.Ledger.Writing;

public sealed class ConcurrencyTests
{
    private const int Callers = 256;

    [Theory]
    [EachEngine(1.0)]
    [EachEngine(0.1)]
    public async Task Cap_ManyCallersAtOnce_IsNeverPassedAndUsedUp(Engine engine, double share)
    {
        const long Cap = 1_000_000;
        await using var harness = await LedgerHarness.StartAsync(engine);
        var (user, key) = (await harness.AddBudgetAsync(Cap), await harness.AddBudgetAsync(null));
        var book = new TruthBook(Cap);
        var seeds = new Random(7);
        var callers = Enumerable.Range(0, Callers).Select(_ => CallAsync(harness, book, new Random(seeds.Next()), share, user, key)).ToList();

        await Task.WhenAll(callers);

        var (posted, pending) = await harness.WindowAsync(user);
        Assert.Equal((book.Ended, 0), (posted, pending));
        Assert.Equal(posted, (await harness.WindowAsync(key)).Posted);
        Assert.InRange(posted, Cap * 97 / 100, Cap);
        Assert.Empty((await harness.VerifyAsync()).Faults);
    }

    /// <summary>Asks until it is refused for good. Its own patience never ends: the clock stands still.</summary>
    private static async Task CallAsync(LedgerHarness harness, TruthBook book, Random random, double share, BudgetId user, BudgetId key)
    {
        while (true)
        {
            var request = harness.Request(random.Next(500, 2_000), random.Next(1_000, 20_000), user, key) with { Floor = 500 };
            if (await harness.ReserveAsync(request) is not ReserveResult.Granted granted)
            {
                return;
            }

            book.Open(request.Demand.Input + granted.Output);
            var (input, output) = ((long)(request.Demand.Input * share), (long)(granted.Output * share));
            if (random.Next(2) == 0)
            {
                harness.Ledger.ShrinkInput(request.Attempt, input, 0);
            }

            await Task.Yield();
            // Closed before it is settled: from then on the ledger may give the room to another.
            book.Close(request.Demand.Input + granted.Output, input + output);
            await harness.Ledger.SettleAsync(harness.Posted(request.Attempt, input, output));
        }
    }

    /// <summary>What was really used and could still be, as upstreams would know it.</summary>
    private sealed class TruthBook(long cap)
    {
        private readonly Lock _lock = new();
        private long _open;

        public long Ended { get; private set; }

        public void Open(long reserved)
        {
            lock (_lock)
            {
                _open += reserved;
                Assert.True(Ended + _open <= cap, $"{Ended} used and {_open} open are more than {cap}.");
            }
        }

        public void Close(long reserved, long used)
        {
            lock (_lock)
            {
                _open -= reserved;
                Ended += used;
            }
        }
    }
}
