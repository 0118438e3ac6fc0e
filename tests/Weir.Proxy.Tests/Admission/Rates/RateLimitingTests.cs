using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Weir.Accounting;
using Weir.Proxy.Admission.Rates;
using Weir.Proxy.Bodies;
using Weir.Proxy.Dialects.Anthropic;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Identity;
using Weir.Proxy.Refusals;
using Weir.Proxy.Routing;
using Weir.Proxy.Tests.Forwarding;
using Weir.Proxy.Upstreams;
using Xunit;

namespace Weir.Proxy.Tests.Admission.Rates;

public sealed class RateLimitingTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    private readonly Upstream _upstream = new(TestUpstream.Config, new SocketsHttpHandler());

    private readonly RateLimiting _rates;

    public RateLimitingTests() => _rates = new(new(), _time);

    /// <summary>Almost every request takes this way.</summary>
    [Fact]
    public void Enter_WithoutALimit_AllocatesNothingAndRemembersNobody()
    {
        var exchange = Ask();
        Assert.Null(_rates.Enter(exchange));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            _rates.Enter(exchange);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Null(exchange.Rate);
        Assert.Equal(0, _rates.Remembered);
    }

    [Fact]
    public void Lease_EndedTwice_GivesOnePlaceBack()
    {
        var user = UserId.New();
        RateScope scope = new(SubjectKind.User, user.Value, null, null, 2);
        var (first, second) = (Ask(scope), Ask(scope));
        Assert.Null(_rates.Enter(first));
        Assert.Null(_rates.Enter(second));

        first.Rate!.End(0);
        first.Rate.End(0);
        first.Dispose();

        Assert.Equal(1, _rates.Open);
        Assert.Null(_rates.Enter(Ask(scope)));
        Assert.Equal(RefusalReason.ClientTooManyAtOnce, _rates.Enter(Ask(scope))!.Reason);
        second.Dispose();
        Assert.Equal(1, _rates.Open);
    }

    [Fact]
    public void Enter_RefusedByOneOfTwo_CountsOnNeither()
    {
        RateScope user = new(SubjectKind.User, Guid.CreateVersion7(), 3, null, null);
        RateScope key = new(SubjectKind.ApiKey, Guid.CreateVersion7(), 1, null, null);
        Assert.Null(_rates.Enter(Ask(user, key)));
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(SubjectKind.ApiKey, _rates.Enter(Ask(user, key))!.Rate!.Subject);
        }

        Assert.Null(_rates.Enter(Ask(user)));
        Assert.Null(_rates.Enter(Ask(user)));
        Assert.Equal((SubjectKind.User, 3L), _rates.Enter(Ask(user)) is { Rate: { } full } ? (full.Subject, full.Used) : default);
    }

    [Fact]
    public void Subjects_ThatAreIdle_AreForgotten()
    {
        for (var minute = 0; minute < 20; minute++)
        {
            for (var i = 0; i < 100; i++)
            {
                var exchange = Ask(new RateScope(SubjectKind.User, Guid.CreateVersion7(), 10, 10, 10));
                Assert.Null(_rates.Enter(exchange));
                exchange.Dispose();
            }

            _time.Advance(TimeSpan.FromMinutes(1));
            Assert.InRange(_rates.Remembered, 1, 200);
        }
    }

    private Exchange Ask(params ImmutableArray<RateScope> scopes) => new(new DefaultHttpContext(), new(new AnthropicMessages(), new AnthropicErrors(), false))
    {
        Caller = new() { User = UserId.New(), Username = "ada", IsAdministrator = false, Budgets = [], Rates = scopes },
        Body = new(new BodyMemory(long.MaxValue)),
        Peek = new(),
        Model = "m",
        Targets = [new(_upstream, "m", new ModelConfig { Pattern = "*" })],
    };
}
