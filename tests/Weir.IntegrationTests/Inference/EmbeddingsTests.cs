using Weir.Accounting;
using Weir.IntegrationTests.Running;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Inference;

/// <summary>Embeddings have input only.</summary>
public sealed class EmbeddingsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("\"Hello\"")]
    [InlineData("[\"Hello\",\"there\"]")]
    [InlineData("[1,2,3,4]")]
    [InlineData("[[1,2],[3,4]],\"encoding_format\":\"base64\"")]
    public async Task Embeddings_OfEveryKindOfInput_PassAndAreCounted(string input)
    {
        await using var upstream = new FakeUpstream { Kind = UpstreamKind.OpenAI };
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 100_000, Cancellation);
        var body = $$"""{"model":"text-embedding-3-small","input":{{input}}}""";

        var answer = await Post.SendAsync(weir.Address, Post.To("/v1/embeddings", body, ("authorization", $"Bearer {ada.Key}")), Cancellation);

        Assert.Equal(200, answer.Status);
        var truth = Assert.Single(upstream.Book.Attempts);
        Assert.Equal((body, truth.Sent.Length), (truth.Request.Text, answer.Body.Length));
        var line = Assert.Single(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation));
        Assert.Equal((UsageSource.Reported, truth.Input, 0L), (line.Source, line.TotalInput, line.Output));
        Assert.InRange(line.Reserved, line.Total, body.Length + 1_024);
    }

    [Fact]
    public async Task Embeddings_BeyondTheLimit_AreRefused()
    {
        await using var upstream = new FakeUpstream { Kind = UpstreamKind.OpenAI };
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 2_000, Cancellation);

        var answer = await Post.SendAsync(
            weir.Address,
            Post.To("/v1/embeddings", $$"""{"model":"text-embedding-3-small","input":"{{new string('x', 5_000)}}"}""", ("authorization", $"Bearer {ada.Key}")),
            Cancellation);

        Assert.Equal(429, answer.Status);
        Assert.Equal("false", answer.Head["x-should-retry"]);
        Assert.StartsWith("""{"error":{"message":"Token limit exceeded","type":"insufficient_quota",""", answer.Text, StringComparison.Ordinal);
        Assert.Empty(upstream.Book.Attempts);
    }
}
