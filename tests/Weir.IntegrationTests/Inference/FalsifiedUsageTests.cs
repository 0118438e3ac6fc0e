using System.Text.Json.Nodes;
using Weir.Accounting;
using Weir.IntegrationTests.Running;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Inference;

/// <summary>What the upstream reports is posted, whatever it is; what it doesn't report is estimated.</summary>
public sealed class FalsifiedUsageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("usage omitted")]
    [InlineData("more than reserved")]
    [InlineData("less than true")]
    [InlineData("explicit zero")]
    public async Task Usage_ThatTheUpstreamFalsifies_IsPostedAsReportedOrEstimated(string kind)
    {
        await using var upstream = new FakeUpstream
        {
            OnRequest = _ => new()
            {
                FinalUsage = honest => kind switch
                {
                    "usage omitted" => null,
                    "more than reserved" => With(honest, 70_000),
                    "less than true" => With(honest, 1),
                    _ => With(honest, 0),
                },
            },
        };
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);

        await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: true)), Cancellation);

        var line = Assert.Single(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation));
        var truth = upstream.Book.Attempts[0];
        switch (kind)
        {
            case "usage omitted":
                Assert.Equal(UsageSource.Estimated, line.Source);
                Assert.InRange(line.Output, truth.Output, 100);
                break;
            case "more than reserved":
                Assert.Equal((UsageSource.Reported, 70_000L), (line.Source, line.Output));
                Assert.Equal(line.Total - line.Reserved, line.Overrun);
                break;
            case "less than true":
                Assert.Equal((UsageSource.Reported, 1L), (line.Source, line.Output));
                break;
            default:
                Assert.Equal((UsageSource.Reported, 0L), (line.Source, line.Output));
                break;
        }
    }

    private static JsonObject With(JsonObject usage, long output)
    {
        usage["output_tokens"] = output;
        return usage;
    }
}
