using System.Text.Json.Nodes;
using Weir.Accounting;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Callers;

/// <summary>OpenAI's SDK for JavaScript, unmodified, with Weir as its base URL.</summary>
public sealed class OpenAINodeTests(OpenAINodeFixture fixture) : IClassFixture<OpenAINodeFixture>
{
    private ScriptRun Run => fixture.Run;

    private JsonNode Seen => Run.Seen;

    [Fact]
    public void Chat_Plain_IsWhatTheUpstreamSent()
    {
        var attempt = Run.Attempts("field_of_tomorrow")[0];

        ScriptRun.AssertSame(JsonNode.Parse(attempt.Sent), Seen["plain"]);
        Assert.StartsWith("A weir measures the stream, Grüße", Text("plain"), StringComparison.Ordinal);
    }

    /// <summary>Weir has the upstream report usage for the ledger, and shows nothing of it to a caller who didn't ask.</summary>
    [Fact]
    public void Chat_Streamed_HasUsageOnlyWhenAskedFor()
    {
        var (streamed, asked) = (Seen["streamed"]!, Seen["streamedWithUsage"]!);

        Assert.Equal(Text("plain"), (string?)streamed["text"]);
        Assert.Equal("""["stop"]""", streamed["finish"]!.ToJsonString());
        Assert.Equal((0, "[]"), ((int)streamed["withoutChoices"]!, streamed["usages"]!.ToJsonString()));
        Assert.Equal(Text("plain"), (string?)asked["text"]);
        Assert.Equal(1, (int)asked["withoutChoices"]!);
        Assert.Equal(12, (long)Assert.Single(asked["usages"]!.AsArray())!["completion_tokens"]!);
    }

    [Theory]
    [InlineData("called", "tools")]
    [InlineData("calledStreaming", "streamedTools")]
    public void Tool_RunByTheSdk_GetsItsInputAndIsReadByTheModel(string last, string inputs)
    {
        Assert.Equal(["Zürich", "Zürich"], Seen[inputs]!.AsArray().Select(input => (string?)input!["city"]));
        Assert.StartsWith("A weir measures", (string?)Seen[last], StringComparison.Ordinal);
    }

    [Fact]
    public void Image_InAMessage_ReachesTheModel() => Assert.Equal(Text("plain"), Text("image"));

    [Fact]
    public void Response_PlainOrStreamed_IsWhatTheUpstreamSent()
    {
        var attempt = Run.Attempts("field_of_tomorrow")[1];
        var plain = Seen["response"]!.DeepClone().AsObject();

        Assert.StartsWith("A weir measures the stream, Grüße", (string?)Seen["response"]!["output_text"], StringComparison.Ordinal);
        // The SDK adds the text of all parts.
        plain.Remove("output_text");
        ScriptRun.AssertSame(JsonNode.Parse(attempt.Sent), plain);
        Assert.Equal((string?)Seen["response"]!["output_text"], (string?)Seen["responseStreamed"]!["output_text"]);
        Assert.Equal(12, (long)Seen["responseStreamed"]!["usage"]!["output_tokens"]!);
        Assert.Equal("response.created", (string?)Seen["responseEvents"]![0]);
        Assert.Equal("response.completed", (string?)Seen["responseEvents"]!.AsArray()[^1]);
    }

    [Fact]
    public void Response_WithTools_IsCalledAndReadByTheModel()
    {
        Assert.Equal(["Zürich", "Zürich"], Seen["responseCalls"]!.AsArray().Select(call => (string?)call!["input"]!["city"]));
        Assert.StartsWith("A weir measures", (string?)Seen["responseCalled"], StringComparison.Ordinal);
    }

    [Fact]
    public void Embeddings_InBase64OrNumbers_AreTheSame()
    {
        var decoded = Seen["embedded"]!["data"]!.AsArray();
        var numbers = Seen["embeddedFloats"]!["data"]![0]!["embedding"]!.AsArray();

        Assert.Equal(2, decoded.Count);
        Assert.NotEmpty(numbers);
        Assert.Equal(numbers.Select(number => (float)number!), decoded[0]!["embedding"]!.AsArray().Select(number => (float)number!));
        Assert.Equal(2, Run.Lines.Count(line => line is { Model: "text-embedding-3-small", Output: 0, Source: UsageSource.Reported }));
    }

    [Fact]
    public void Models_AreTheUpstreams()
    {
        Assert.Equal(["gpt-5-mini", "text-embedding-3-small"], Seen["models"]!.AsArray().Select(model => (string?)model));
        Assert.Equal("gpt-5-mini", (string?)Seen["oneModel"]!["id"]);
    }

    [Fact]
    public void Caller_LeavingAStream_IsNoticedByTheUpstreamAndCounted()
    {
        Assert.NotNull(Seen["left"]);
        Assert.NotNull(Seen["responseLeft"]);
        Assert.Equal([AttemptEnd.PeerGone, AttemptEnd.PeerGone], Run.Attempts("Stall.").Select(attempt => attempt.End));
        Assert.Equal(2, Run.Lines.Count(line => line.Outcome == AttemptOutcome.ClientGone));
    }

    [Fact]
    public void Errors_OfEveryKind_AreTheSdksOwn()
    {
        AssertFailure("failed", "RateLimitError", 429, "rate_limit_exceeded");
        AssertFailure("broken", "APIError", null, null);
        AssertFailure("refused", "AuthenticationError", 401, "invalid_api_key");
        Assert.Single(Run.Lines, line => line is { Kind: LedgerEntryKind.Voided, Status: 429 });
    }

    [Fact]
    public void Requests_OfEveryKind_ArriveAsTheyWereSent()
    {
        Run.AssertBodiesArrived("/v1/chat/completions", "stream_options");
        Run.AssertBodiesArrived("/v1/responses");
        Run.AssertBodiesArrived("/v1/embeddings");
        Run.AssertKeysAreTheServers("authorization", $"Bearer {OpenAINodeFixture.ServersKey}");
        // The account that these name is the caller's.
        Assert.All(Run.Book.Requests, request => Assert.Equal((null, null), (request.Head["openai-organization"], request.Head["openai-project"])));
    }

    private string Text(string name) => (string?)Seen[name]!["choices"]![0]!["message"]!["content"] ?? "";

    private void AssertFailure(string name, string sdkClass, int? status, string? code)
    {
        var failure = Seen[name]!;
        Assert.Equal((sdkClass, status, code), ((string?)failure["class"], (int?)failure["status"], (string?)failure["code"]));
    }
}
