using Weir.TestKit;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Faults;

/// <summary>The streams that are open at one blow.</summary>
internal sealed class LoadRound
{
    /// <summary>All streams at once, on a machine that has other things to do as well.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>More than the minute for which Weir reads on when little is left of an answer whose caller has gone.</summary>
    private static readonly TimeSpan UntilDrained = TimeSpan.FromSeconds(90);

    private readonly TruthBook _book;
    private readonly Gate _gate;
    private readonly int _number;
    private readonly StreamCaller[] _callers;
    private readonly Task _running;
    private readonly CancellationTokenSource _over = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

    public LoadRound(TruthBook book, Gate gate, IReadOnlyList<Uri> addresses, int round, IReadOnlyList<(int Number, LoadAccount Account, long MaxTokens)> streams)
    {
        (_book, _gate, _number) = (book, gate, round);
        var calls = streams.Select(stream => (Caller: new StreamCaller(new(stream.Account.Name, round, stream.Number), addresses[stream.Number % addresses.Count]), stream)).ToArray();
        _callers = [.. calls.Select(call => call.Caller)];
        _running = Task.WhenAll(calls.Select(call => call.Caller.RunAsync(call.stream.Account.Key, call.stream.MaxTokens, _over.Token)));
    }

    /// <summary>The callers whose answers end when the test says so.</summary>
    public IEnumerable<StreamCaller> Ending => _callers.Where(caller => Load.Ends(caller.Name));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IEnumerable<AttemptTruth> Attempts => _book.Attempts.Where(attempt => StreamName.Parse(attempt.Request.Model!).Round == _number);

    /// <summary>Done when all that have room are being answered. Looked at now and then: asked at each change of the book it would be most of the work.</summary>
    public Task WhenOpenAsync() => Eventually.IsTrueAsync(
        () => Attempts.Where(attempt => StreamName.Parse(attempt.Request.Model!).Number < Load.Streams).ToArray() is { Length: Load.Streams } open
            && open.All(attempt => attempt.Output >= Load.Kept),
        Cancellation,
        Patience);

    /// <summary>Lets the upstream end a fifth of the answers.</summary>
    public void LetEnd() => _gate.Open();

    /// <summary>Done when the upstream has sent the last byte of each answer that ends.</summary>
    public Task WhenEndsAreSentAsync()
    {
        var ending = Attempts.Where(attempt => Load.Ends(StreamName.Parse(attempt.Request.Model!))).ToArray();
        return _book.WhenAsync(_ => Array.TrueForAll(ending, attempt => attempt.FinalUsage is not null), Cancellation);
    }

    /// <summary>Done when Weir has read the last byte of each answer that ends: it holds that one byte, and has relayed the others.</summary>
    public Task WhenEndsAreSeenAsync() => Task.WhenAll(Ending.Select(caller => caller.EndSeen)).WaitAsync(Patience, Cancellation);

    /// <summary>Done when each answer that ends is with its caller, to the last byte.</summary>
    public Task WhenEndsAreWholeAsync() => Eventually.IsTrueAsync(() => Ending.All(caller => caller.IsWhole), Cancellation, Patience);

    /// <summary>Callers leave, and the upstream is through with them.</summary>
    public async Task EndAsync()
    {
        await _over.CancelAsync();
        await _running;
        await Eventually.IsTrueAsync(() => Attempts.All(attempt => attempt.Done.IsCompleted), Cancellation, UntilDrained);
    }
}
