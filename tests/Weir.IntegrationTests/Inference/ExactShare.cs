using System.Text.Json.Nodes;
using Weir.IntegrationTests.Running;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Inference;

/// <summary>Requests that each use to the token what Weir sets aside for them.</summary>
internal static class ExactShare
{
    /// <summary>The output cap of each.</summary>
    public const long Output = 500;

    /// <summary>What Weir sets aside for one of these requests.</summary>
    public static async Task<long> ReservedAsync(bool stream, CancellationToken cancellationToken)
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, cancellationToken);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, cancellationToken);
        // Refused or not, a streamed answer's start lowers what is set aside, so the entry of a plain one tells.
        var answer = await Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: false, Output)), cancellationToken);
        Assert.Equal(200, answer.Status);
        var plain = Assert.Single(await LedgerLines.WhenSettledAsync(weir.Services, cancellationToken)).Reserved;
        return plain + Post.Question(stream, Output).Length - Post.Question(stream: false, Output).Length;
    }

    /// <summary>It makes all the output that it may, and counts as much input as Weir set aside for it.</summary>
    public static FakeUpstream Greedy(long input)
    {
        JsonObject Count(JsonObject honest)
        {
            honest["input_tokens"] = input;
            return honest;
        }

        return new() { OnRequest = _ => new() { Output = cap => cap, TokensPerDelta = 50, StartUsage = Count, FinalUsage = Count } };
    }
}
