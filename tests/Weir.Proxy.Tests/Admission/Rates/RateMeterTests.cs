using Weir.Accounting;
using Weir.Proxy.Admission.Rates;
using Xunit;

namespace Weir.Proxy.Tests.Admission.Rates;

public sealed class RateMeterTests
{
    private readonly RateMeter _meter = new();

    private readonly LiveReplicas _replicas = new();

    [Fact]
    public void Tokens_OfOpenExchanges_CountUntilTheyEndAndThenAsWhatWasUsed()
    {
        var scope = Scope(tokensPerMinute: 100);
        _meter.Enter(60);
        Assert.Null(_meter.Shortage(scope, _replicas));
        _meter.Enter(40);
        Assert.Equal((RateUnit.TokensPerMinute, 100L, 2), Told(scope));

        _meter.Leave(60, 5);
        Assert.Null(_meter.Shortage(scope, _replicas));
        _meter.Leave(40, 500);
        Assert.Equal((RateUnit.TokensPerMinute, 505L, 60), Told(scope));
        _meter.Advance(60);
        Assert.Null(_meter.Shortage(scope, _replicas));
    }

    [Fact]
    public void Limit_ChangedInTheMiddle_FindsWhatWasCounted()
    {
        for (var i = 0; i < 5; i++)
        {
            _meter.Enter(0);
            _meter.Leave(0, 0);
        }

        Assert.Equal((RateUnit.RequestsPerMinute, 5L, 60), Told(Scope(requestsPerMinute: 5)));
        Assert.Null(_meter.Shortage(Scope(requestsPerMinute: 6), _replicas));
        Assert.Equal((RateUnit.RequestsPerMinute, 5L, 60), Told(Scope(requestsPerMinute: 1)));
    }

    [Fact]
    public void Limit_OfSeveralReplicas_IsSharedAndRoundedUp()
    {
        _replicas.Count = 3;
        var scope = Scope(concurrent: 10);
        for (var i = 0; i < 4; i++)
        {
            Assert.Null(_meter.Shortage(scope, _replicas));
            _meter.Enter(0);
        }

        var shortage = _meter.Shortage(scope, _replicas)!.Value;
        Assert.Equal((RateUnit.Concurrent, 4L, 10L), (shortage.Unit, shortage.Used, shortage.Limit));
        _replicas.Count = 0;
        Assert.Equal(1, _replicas.Count);
        Assert.Null(_meter.Shortage(scope, _replicas));
    }

    [Fact]
    public void Idle_OnlyWhenNothingIsOpenAndTheMinuteIsOver()
    {
        Assert.True(_meter.IsIdle);
        _meter.Enter(10);
        _meter.Advance(1_000);
        Assert.False(_meter.IsIdle);
        _meter.Leave(10, 10);
        Assert.False(_meter.IsIdle);
        _meter.Advance(1_060);
        Assert.True(_meter.IsIdle);
    }

    private static RateScope Scope(long? requestsPerMinute = null, long? tokensPerMinute = null, long? concurrent = null) =>
        new(SubjectKind.User, Guid.Empty, requestsPerMinute, tokensPerMinute, concurrent);

    private (RateUnit Unit, long Used, int Seconds) Told(RateScope scope)
    {
        var shortage = _meter.Shortage(scope, _replicas)!.Value;
        return (shortage.Unit, shortage.Used, shortage.Seconds);
    }
}
