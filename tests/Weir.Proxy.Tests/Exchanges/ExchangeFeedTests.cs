using Weir.Accounting;
using Weir.Proxy.Exchanges;

namespace Weir.Proxy.Tests.Exchanges;

public sealed class ExchangeFeedTests
{
    private readonly ExchangeFeed _feed = new();

    [Fact]
    public void Listener_WithAFilter_HearsWhatPassesItInOrder()
    {
        using var all = _feed.Subscribe(UserId.New(), null)!;
        using var refused = _feed.Subscribe(UserId.New(), told => told.Stage == ExchangeStage.Refused)!;

        _feed.Tell(Told(ExchangeStage.Arrived));
        _feed.Tell(Told(ExchangeStage.Refused));

        Assert.Equal([ExchangeStage.Arrived, ExchangeStage.Refused], Heard(all));
        Assert.Equal([ExchangeStage.Refused], Heard(refused));
    }

    [Fact]
    public void Listener_ThatIsTooSlow_MissesTheOldestAndIsToldHowMany()
    {
        using var slow = _feed.Subscribe(UserId.New(), null)!;

        for (var i = 0; i < 503; i++)
        {
            _feed.Tell(Told(i < 3 ? ExchangeStage.Arrived : ExchangeStage.Ended));
        }

        Assert.Equal(3, slow.Missed);
        Assert.Equal(Enumerable.Repeat(ExchangeStage.Ended, 500), Heard(slow));
    }

    [Fact]
    public void Listener_ThatHasLeft_HearsNoMoreAndCostsNothing()
    {
        var gone = _feed.Subscribe(UserId.New(), null)!;
        Assert.True(_feed.IsHeard);

        gone.Dispose();
        _feed.Tell(Told(ExchangeStage.Arrived));

        Assert.False(_feed.IsHeard);
        Assert.Empty(Heard(gone));
        Assert.True(gone.Events.Completion.IsCompleted);
    }

    [Fact]
    public void User_WithTenSubscriptions_GetsTheNextWhenOneEnds()
    {
        var (ada, bob) = (UserId.New(), UserId.New());
        var taken = Enumerable.Range(0, 10).Select(_ => _feed.Subscribe(ada, null)!).ToList();

        Assert.Null(_feed.Subscribe(ada, null));
        Assert.NotNull(_feed.Subscribe(bob, null));

        taken[3].Dispose();
        Assert.NotNull(_feed.Subscribe(ada, null));
    }

    [Fact]
    public void Feed_WithFiveHundredListeners_TakesNoMore()
    {
        for (var i = 0; i < 500; i++)
        {
            Assert.NotNull(_feed.Subscribe(UserId.New(), null));
        }

        Assert.Null(_feed.Subscribe(UserId.New(), null));
    }

    private static ExchangeEvent Told(ExchangeStage stage) => new()
    {
        Stage = stage,
        At = DateTimeOffset.UnixEpoch,
        Exchange = ExchangeId.New(),
        Caller = null,
        Method = "POST",
        Path = "/v1/messages",
    };

    private static List<ExchangeStage> Heard(ExchangeSubscription subscription)
    {
        var heard = new List<ExchangeStage>();
        while (subscription.Events.TryRead(out var told))
        {
            heard.Add(told.Stage);
        }

        return heard;
    }
}
