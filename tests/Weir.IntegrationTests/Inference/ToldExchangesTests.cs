using Microsoft.Extensions.DependencyInjection;
using Weir.Accounting;
using Weir.IntegrationTests.Running;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Refusals;
using Weir.Proxy.Routing;
using Weir.TestKit;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Inference;

/// <summary>What those hear of exchanges who listen to the feed.</summary>
public sealed class ToldExchangesTests
{
    private static readonly RouteConfig Both = Routed.Route("claude-*", new RouteTargetConfig("one"), new RouteTargetConfig("two"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Exchange_ThatIsAnswered_IsToldFromItsArrivalToItsTokens()
    {
        await using var one = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        await weir.UseAsync([Routed.Config("one", one)]);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);
        using var heard = Listen(weir);

        await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: true)), Cancellation);

        var told = await HeardAsync(heard, 4);
        Assert.Equal([ExchangeStage.Arrived, ExchangeStage.Sent, ExchangeStage.FirstByte, ExchangeStage.Ended], told.Select(each => each.Stage));
        Assert.Single(told.Select(each => each.Exchange).Distinct());
        Assert.All(told, each => Assert.Equal(("ada", "POST", "/v1/messages"), (each.Caller!.Username, each.Method, each.Path)));
        Assert.Null(told[0].Model);
        Assert.All(told.Skip(1), each => Assert.Equal("one", each.Upstream));
        var entry = Assert.Single(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation));
        Assert.Equal((entry.Input, entry.Output), (told[3].Settlement!.Usage.Input, told[3].Settlement!.Usage.Output));
        Assert.NotNull(told[3].FirstByte);
    }

    [Fact]
    public async Task Attempt_ThatAnotherStandsInFor_IsToldToo()
    {
        await using var one = new FakeUpstream { OnRequest = _ => Script.Failing(500, "api_error", "No.") };
        await using var two = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        await weir.UseAsync([Routed.Config("one", one), Routed.Config("two", two)], Both);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);
        using var heard = Listen(weir);

        await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: true)), Cancellation);

        var ended = (await HeardAsync(heard, 7)).Where(each => each.Stage == ExchangeStage.Ended);
        Assert.Equal([("one", 500), ("two", 200)], ended.Select(each => (each.Upstream!, each.Settlement!.Status)));
    }

    [Fact]
    public async Task Exchange_ThatIsRefused_IsToldWithTheReason()
    {
        await using var one = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        await weir.UseAsync([Routed.Config("one", one)]);
        using var ada = await weir.AddAccountAsync("ada", 10, Cancellation);
        using var heard = Listen(weir);

        await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: true)), Cancellation);
        await Post.SendAsync(weir.Address, Post.Messages("weir_nobody_nothing", Post.Question(stream: true)), Cancellation);

        var told = await HeardAsync(heard, 4);
        Assert.Equal([ExchangeStage.Arrived, ExchangeStage.Refused, ExchangeStage.Arrived, ExchangeStage.Refused], told.Select(each => each.Stage));
        Assert.Equal(RefusalReason.ClientBudgetExceeded, told[1].Refusal!.Reason);
        Assert.Equal((null, RefusalReason.ClientUnauthenticated), (told[3].Caller, told[3].Refusal!.Reason));
    }

    private static ExchangeSubscription Listen(WeirHost weir) =>
        weir.Services.GetRequiredService<ExchangeFeed>().Subscribe(UserId.New(), null)!;

    private static async Task<List<ExchangeEvent>> HeardAsync(ExchangeSubscription heard, int count)
    {
        var told = new List<ExchangeEvent>();
        while (told.Count < count)
        {
            told.Add(await heard.Events.ReadAsync(Cancellation));
        }

        return told;
    }
}
