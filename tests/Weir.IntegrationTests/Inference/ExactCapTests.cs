using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Weir.Accounting;
using Weir.IntegrationTests.Running;
using Weir.Storage.Model;
using Weir.TestKit.Upstreams;
using Weir.TestKit.Wire;
using Xunit;

namespace Weir.IntegrationTests.Inference;

/// <summary>Where a cap holds a whole number of requests, just so many are sent, however many come at once.</summary>
public class ExactCapTests
{
    private const int Callers = 256;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tokens_ATenthForEachRequest_AreTenRequests(bool stream)
    {
        var reserved = await ExactShare.ReservedAsync(stream, Cancellation);
        await using var upstream = ExactShare.Greedy(reserved - ExactShare.Output);
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 10 * reserved, Cancellation);

        await SendAllAsync(weir, ada, stream, upstream, mayPass: 10);

        Assert.Equal((10 * reserved, 0), await WindowAsync(weir, BudgetUnit.Tokens));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    public async Task Requests_AsManyAsThereAre_AreSentAndNoMore(int cap)
    {
        await using var upstream = ExactShare.Greedy(50);
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        await AddRequestsAsync(weir, ada, cap);

        await SendAllAsync(weir, ada, stream: true, upstream, mayPass: cap);

        Assert.Equal((cap, 0), await WindowAsync(weir, BudgetUnit.Requests));
    }

    /// <summary>All at once: so many pass, and every other is told that no wait will help.</summary>
    private static async Task SendAllAsync(WeirHost weir, Account ada, bool stream, FakeUpstream upstream, int mayPass)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ =>
            Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream, ExactShare.Output)), Cancellation)));

        var refused = answers.Where(answer => answer.Status != 200).ToList();
        Assert.Equal(Callers - mayPass, refused.Count);
        Assert.All(refused, answer => Assert.Equal((429, "false"), (answer.Status, answer.Head["x-should-retry"])));
        Assert.Equal(mayPass, upstream.Book.Attempts.Count);
        Assert.Equal(mayPass, (await LedgerLines.WhenSettledAsync(weir.Services, Cancellation)).Count);
    }

    private static async Task AddRequestsAsync(WeirHost weir, Account ada, long cap)
    {
        await using var database = await weir.Services.GetRequiredService<IDbContextFactory<WeirDbContext>>().CreateDbContextAsync(Cancellation);
        database.Budgets.Add(new()
        {
            Id = BudgetId.New().Value,
            SubjectKind = SubjectKind.User,
            SubjectId = ada.Id,
            Unit = BudgetUnit.Requests,
            WindowKind = WindowKind.Total,
            Cap = cap,
            CreatedAt = DateTimeOffset.UnixEpoch,
        });
        await database.SaveChangesAsync(Cancellation);
    }

    /// <summary>The one window of a budget in this unit that has a cap.</summary>
    private static async Task<(long Posted, long Pending)> WindowAsync(WeirHost weir, BudgetUnit unit)
    {
        await using var database = await weir.Services.GetRequiredService<IDbContextFactory<WeirDbContext>>().CreateDbContextAsync(Cancellation);
        var window = await database.BudgetWindows.AsNoTracking().SingleAsync(row => row.Budget!.Unit == unit && row.Budget.Cap != null, Cancellation);
        return (window.Posted, window.Pending);
    }
}
