using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Weir.Accounting;
using Weir.IntegrationTests.Accounts;
using Weir.IntegrationTests.Running;
using Weir.Overviews;
using Weir.Proxy.Metering;
using Xunit;

namespace Weir.IntegrationTests.Overviews;

public sealed class OverviewBoardTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Renew_BeforeItIsDue_IsWhatAllSee()
    {
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        var ada = await weir.AddUserAsync("ada", null, Cancellation);
        var now = weir.Services.GetRequiredService<ILedger>().Now;
        await using var scope = weir.Services.CreateAsyncScope();
        var queries = scope.ServiceProvider.GetRequiredService<OverviewQueries>();
        var time = new FakeTimeProvider();
        using var board = new OverviewBoard(time);
        OverviewRange week = new("7d", TimeZoneInfo.Utc, now), month = new("30d", TimeZoneInfo.Utc, now);

        var first = await board.AnswerAsync(queries, week, Cancellation);
        await weir.AddAsync(ada, now.AddSeconds(-2), "large", output: 5);

        Assert.Same(first, await board.RenewAsync(queries, week, Cancellation));
        Assert.Equal(5, (await board.RenewAsync(queries, month, Cancellation)).Total.OutputTokens);
        time.Advance(OverviewBoard.Tick);
        var second = await board.RenewAsync(queries, week, Cancellation);
        Assert.Equal((0, 5), (first.Total.OutputTokens, second.Total.OutputTokens));
        Assert.Same(second, await board.RenewAsync(queries, week, Cancellation));
        Assert.NotSame(second, await board.AnswerAsync(queries, week, Cancellation));
    }
}
