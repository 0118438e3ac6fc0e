using Weir.Proxy.Upstreams;
using Xunit;

namespace Weir.Proxy.Tests.Upstreams;

public sealed class UpstreamHealthTests
{
    private readonly UpstreamHealth _health = new();

    [Fact]
    public void Breaker_AfterThreeUnansweredInARow_Opens()
    {
        Assert.Equal([false, false, true, false], Enumerable.Range(0, 4).Select(_ => _health.OnUnanswered()));
        Assert.True(_health.IsOpen);
    }

    [Fact]
    public void Breaker_WithAnAnswerInBetween_StaysClosed()
    {
        _health.OnUnanswered();
        _health.OnUnanswered();
        Assert.False(_health.OnAnswered());
        _health.OnUnanswered();
        _health.OnUnanswered();

        Assert.False(_health.IsOpen);
    }

    [Fact]
    public void Breaker_ThatIsOpen_ClosesAtTheFirstAnswer()
    {
        for (var i = 0; i < 10; i++)
        {
            _health.OnUnanswered();
        }

        Assert.True(_health.OnAnswered());
        Assert.False(_health.OnAnswered());
        Assert.False(_health.IsOpen);
    }
}
