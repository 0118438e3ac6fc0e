using System.Text.Json.Nodes;
using Weir.Accounting;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Callers;

/// <summary>Anthropic's SDK for TypeScript, unmodified, with Weir as its base URL.</summary>
public sealed class AnthropicNodeTests(AnthropicNodeFixture fixture) : IClassFixture<AnthropicNodeFixture>
{
    private ScriptRun Run => fixture.Run;

    private JsonNode Seen => Run.Seen;

    [Fact]
    public void Message_PlainOrStreamed_IsWhatTheUpstreamSent()
    {
        var attempts = Run.Attempts("What is a weir? Grüße 水");

        Assert.Equal(2, attempts.Count);
        ScriptRun.AssertSame(JsonNode.Parse(attempts[0].Sent), Without(Seen["plain"]!, "_request_id"));
        // The same script makes the same message, whole or in events.
        ScriptRun.AssertSame(Seen["plain"]!["content"], Seen["streamed"]!["content"]);
        Assert.Equal(12, (long)Seen["streamed"]!["usage"]!["output_tokens"]!);
        Assert.Equal("message_start", (string?)Seen["events"]![0]);
        Assert.Equal("message_stop", (string?)Seen["events"]!.AsArray()[^1]);
    }

    [Theory]
    [InlineData("called", "tools")]
    [InlineData("calledStreaming", "streamedTools")]
    public void Tool_RunByTheSdk_GetsItsInputAndIsReadByTheModel(string last, string inputs)
    {
        Assert.Equal(["Zürich", "Zürich"], Seen[inputs]!.AsArray().Select(input => (string?)input!["city"]));
        Assert.Equal("end_turn", (string?)Seen[last]!["stop_reason"]);
        Assert.Equal(4, Run.Attempts("Use the tool.").Count);
        Assert.Equal(2, Run.Attempts("4711 mm").Count);
    }

    /// <summary>The SDK's tool runner keeps conversations at the upstream, where Weir can't tell whose they are, and gives it up when told so.</summary>
    [Fact]
    public void Thread_ThatGoesOn_IsSentWholeInstead()
    {
        var refused = Run.Sent("/v1/messages").Where(request => (int)request["status"]! == 400).ToArray();

        Assert.Equal(2, refused.Length);
        Assert.All(refused, request => Assert.Contains("previous_message_id", (string)request["body"]!, StringComparison.Ordinal));
        Assert.DoesNotContain(Run.Book.Requests, request => request.Text.Contains("previous_message_id", StringComparison.Ordinal));
    }

    [Fact]
    public void Image_InAMessage_ReachesTheModel() => Assert.Equal(12, (long)Seen["image"]!["usage"]!["output_tokens"]!);

    [Fact]
    public void CountAndModels_OfSeveralPages_AreTheUpstreams()
    {
        var counting = Run.Book.Requests.Single(request => request.Path == "/v1/messages/count_tokens");

        Assert.Equal(counting.InputTokens, (long)Seen["counted"]!["input_tokens"]!);
        Assert.Equal(AnthropicNodeFixture.Models, Seen["models"]!.AsArray().Select(model => (string?)model));
        // The script asks for one model a page.
        Assert.Equal(AnthropicNodeFixture.Models.Length, Run.Sent("/v1/models").Count());
        Assert.Equal("claude-haiku-4-5", (string?)Seen["model"]!["id"]);
    }

    [Fact]
    public void Caller_LeavingAStream_IsNoticedByTheUpstreamAndCounted()
    {
        Assert.NotNull(Seen["left"]);
        Assert.Equal(AttemptEnd.PeerGone, Assert.Single(Run.Attempts("Stall.")).End);
        Assert.Single(Run.Lines, line => line.Outcome == AttemptOutcome.ClientGone);
    }

    [Fact]
    public void Errors_OfEveryKind_AreTheSdksOwn()
    {
        AssertFailure("failed", "OverloadedError", 529, "overloaded_error");
        AssertFailure("broken", "APIError", null, "api_error");
        AssertFailure("refused", "AuthenticationError", 401, "authentication_error");
        Assert.Single(Run.Lines, line => line is { Kind: LedgerEntryKind.Voided, Status: 529 });
    }

    [Fact]
    public void Requests_OfEveryKind_ArriveAsTheyWereSent()
    {
        Run.AssertBodiesArrived("/v1/messages");
        Run.AssertBodiesArrived("/v1/messages/count_tokens");
        Run.AssertKeysAreTheServers("x-api-key", "sk-ant-of-the-server");
        Assert.All(Run.Book.Attempts, attempt => Assert.Equal("2026-10-21", attempt.Request.Head["anthropic-version"]));
        Assert.Contains("beta-of-tomorrow-2027-01-01", Run.Attempts("Use the tool.")[0].Request.Head["anthropic-beta"], StringComparison.Ordinal);
    }

    private void AssertFailure(string name, string sdkClass, int? status, string type)
    {
        var failure = Seen[name]!;
        Assert.Equal((sdkClass, status, type), ((string?)failure["class"], (int?)failure["status"], (string?)failure["body"]!["error"]!["type"]));
    }

    private static JsonObject Without(JsonNode node, string name)
    {
        var rest = node.DeepClone().AsObject();
        rest.Remove(name);
        return rest;
    }
}
