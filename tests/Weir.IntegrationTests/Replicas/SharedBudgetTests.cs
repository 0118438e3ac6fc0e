using Weir.IntegrationTests.Budgets;
using Weir.IntegrationTests.Inference;
using Weir.IntegrationTests.Running;
using Weir.TestKit.Upstreams;
using Weir.TestKit.Wire;
using Xunit;
using static Weir.IntegrationTests.Replicas.ReplicaPair;

namespace Weir.IntegrationTests.Replicas;

/// <summary>A budget whose user calls two Weirs on one database.</summary>
public sealed class SharedBudgetTests
{
    private const int Callers = 256;

    [Fact]
    public async Task Tokens_ATenthForEachRequest_AreTenRequestsOverBoth()
    {
        var reserved = await ExactShare.ReservedAsync(stream: true, Cancellation);
        await using var upstream = ExactShare.Greedy(reserved - ExactShare.Output);
        await using var pair = await ReplicaPair.StartAsync(upstream);
        using var ada = await pair.One.AddAccountAsync("ada", 10 * reserved, Cancellation);

        await SendAllAsync(pair, ada, upstream);
    }

    [Fact]
    public async Task Requests_AsManyAsThereAre_AreSentOverBothAndNoMore()
    {
        await using var upstream = ExactShare.Greedy(50);
        await using var pair = await ReplicaPair.StartAsync(upstream);
        using var ada = await pair.One.AddAccountAsync("ada", null, Cancellation);
        await pair.One.AddBudgetAsync(new { subject = "user", subject_id = ada.Id, unit = "requests", window = "month", cap = 10 });

        await SendAllAsync(pair, ada, upstream);
    }

    /// <summary>All at once, to the one and the other in turn.</summary>
    private static async Task SendAllAsync(ReplicaPair pair, Account ada, FakeUpstream upstream)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, Callers).Select(i => AskAsync(i % 2 == 0 ? pair.One : pair.Other, ada)));

        Assert.Equal(10, upstream.Book.Attempts.Count);
        Assert.Equal(10, answers.Count(answer => answer.Status == 200));
        Assert.All(answers.Where(answer => answer.Status != 200), answer => Assert.Equal((429, "false"), (answer.Status, answer.Head["x-should-retry"])));
        await pair.One.HoldsItsInvariantsAsync();
        Assert.Equal(10, (await LedgerLines.WhenSettledAsync(pair.Other.Services, Cancellation)).Count);
    }

    private static Task<RawAnswer> AskAsync(WeirHost weir, Account ada) =>
        Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: true, ExactShare.Output)), Cancellation);
}
