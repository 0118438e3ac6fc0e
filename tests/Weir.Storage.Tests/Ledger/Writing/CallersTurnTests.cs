using Weir.Proxy.Metering;
using Weir.TestKit;

namespace Weir.Storage.Tests.Ledger.Writing;

/// <summary>A caller that finds the writer asleep commits for itself.</summary>
public sealed class CallersTurnTests : IAsyncLifetime
{
    private LedgerHarness _harness = null!;
    private PausingStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _harness = await LedgerHarness.StartAsync(inner => _store = new PausingStore(inner));
        await UntilAsleepAsync();
    }

    public async ValueTask DisposeAsync()
    {
        (_store.Pauses, _store.Meanwhile) = (false, null);
        _store.Go();
        await _harness.DisposeAsync();
    }

    [Fact]
    public async Task Caller_ThatIsAlone_CommitsOnItsOwnThread()
    {
        var request = _harness.Request(1, 1);
        var reserved = _harness.ReserveAsync(request);
        Assert.Equal(Environment.CurrentManagedThreadId, _store.Thread);
        Assert.True(reserved.IsCompleted);

        var settled = _harness.Ledger.SettleAsync(_harness.Posted(request.Attempt, 1, 1));
        Assert.Equal(Environment.CurrentManagedThreadId, _store.Thread);
        Assert.True(settled.IsCompleted);

        await reserved;
        await settled;
        Assert.Single(await _harness.EntriesAsync(request.Attempt));
    }

    [Fact]
    public async Task Others_WhileACallerCommits_AreTheWriters()
    {
        _store.Pauses = true;
        var first = Task.Run(() => _harness.ReserveAsync(_harness.Request(1, 1)), TestContext.Current.CancellationToken);
        await _store.ReachedAsync();
        var caller = _store.Thread;

        var others = Enumerable.Range(0, 3).Select(_ => _harness.ReserveAsync(_harness.Request(1, 1))).ToList();
        Assert.All(others, other => Assert.False(other.IsCompleted));
        _store.Go();
        await _store.ReachedAsync();

        Assert.NotEqual(caller, _store.Thread);
        Assert.IsType<ReserveResult.Granted>(await first);
        _store.Go();
        Assert.All(await Task.WhenAll(others), other => Assert.IsType<ReserveResult.Granted>(other));
    }

    [Fact]
    public async Task Caller_OnASlowDisk_LeavesItToTheWriter()
    {
        _store.Meanwhile = () => _harness.Time.Advance(TimeSpan.FromMilliseconds(3));
        await _harness.ReserveAsync(_harness.Request(1, 1));

        (_store.Pauses, _store.Meanwhile) = (true, null);
        var reserved = _harness.ReserveAsync(_harness.Request(1, 1));
        await _store.ReachedAsync();
        Assert.NotEqual(Environment.CurrentManagedThreadId, _store.Thread);
        Assert.False(reserved.IsCompleted);
        _store.Go();
        await reserved;

        // It was quick again.
        _store.Pauses = false;
        await UntilAsleepAsync();
    }

    [Fact]
    public async Task Caller_WhileAnotherHasTheGate_LeavesItToTheWriter()
    {
        Task reserved;
        int caller;
        using (await _harness.Gate.EnterAsync(TestContext.Current.CancellationToken))
        {
            caller = Environment.CurrentManagedThreadId;
            reserved = _harness.ReserveAsync(_harness.Request(1, 1));
            Assert.False(reserved.IsCompleted);
        }

        await reserved;
        Assert.NotEqual(caller, _store.Thread);
    }

    [Fact]
    public async Task Stop_WhileACallerCommits_WaitsForIt()
    {
        var request = _harness.Request(1, 1);
        await _harness.GrantAsync(request);
        _store.Pauses = true;
        var settled = Task.Run(() => _harness.Ledger.SettleAsync(_harness.Posted(request.Attempt, 1, 1)), TestContext.Current.CancellationToken);
        await _store.ReachedAsync();

        var stopped = _harness.StopAsync();
        Assert.False(stopped.IsCompleted);
        _store.Go();

        await settled;
        await stopped;
        Assert.Single(await _harness.EntriesAsync(request.Attempt));
    }

    /// <summary>The writer has gone to sleep, and the last commit was quick: a caller can tell by being done at once.</summary>
    private Task UntilAsleepAsync() => Eventually.IsTrueAsync(() => _harness.ReserveAsync(_harness.Request(0, 0)).IsCompleted, TestContext.Current.CancellationToken);
}
