using System.Text.Json.Nodes;
using Weir.Accounting;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Callers;

/// <summary>Ollama's library for JavaScript, unmodified, with Weir as its host.</summary>
public sealed class OllamaNodeTests(OllamaNodeFixture fixture) : IClassFixture<OllamaNodeFixture>
{
    private const string Beginning = "A weir measures the stream, Grüße";

    public static TheoryData<string> Ways => [OllamaNodeFixture.Root, OllamaNodeFixture.Mount, OllamaNodeFixture.KeyInPath];

    [Theory]
    [MemberData(nameof(Ways))]
    public void Chat_PlainOrStreamed_IsWhatTheUpstreamSent(string way)
    {
        var seen = fixture.Run(way).Seen;
        var attempt = fixture.Run(way).Attempts("field_of_tomorrow").Single();

        ScriptRun.AssertSame(JsonNode.Parse(attempt.Sent), seen["plain"]);
        Assert.StartsWith(Beginning, (string?)seen["plain"]!["message"]!["content"], StringComparison.Ordinal);
        Assert.Equal((string?)seen["plain"]!["message"]!["content"], (string?)seen["streamed"]!["text"]);
        Assert.Equal((true, 12L), ((bool)seen["streamed"]!["last"]!["done"]!, (long)seen["streamed"]!["last"]!["eval_count"]!));
        Assert.True((int)seen["streamed"]!["count"]! > 5, "The stream came in one piece.");
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Generate_PlainOrStreamed_IsWhatTheUpstreamSent(string way)
    {
        var seen = fixture.Run(way).Seen;

        Assert.StartsWith(Beginning, (string?)seen["generated"]!["response"], StringComparison.Ordinal);
        Assert.Equal((string?)seen["generated"]!["response"], (string?)seen["generatedStreaming"]!["text"]);
        Assert.Equal(12, (long)seen["generatedStreaming"]!["last"]!["eval_count"]!);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Tool_IsCalledAndReadByTheModel(string way)
    {
        var seen = fixture.Run(way).Seen;

        Assert.Equal(["get_level", "get_level"], seen["calls"]!.AsArray().Select(call => (string?)call!["name"]));
        Assert.All(seen["calls"]!.AsArray(), call => Assert.Equal("Zürich", (string?)call!["arguments"]!["city"]));
        Assert.StartsWith("A weir measures", (string?)seen["called"]!["message"]!["content"], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void ImageAndEmbeddings_ReachTheModel(string way)
    {
        var seen = fixture.Run(way).Seen;

        Assert.StartsWith(Beginning, (string?)seen["image"]!["message"]!["content"], StringComparison.Ordinal);
        Assert.Equal(2, seen["embedded"]!["embeddings"]!.AsArray().Count);
        Assert.NotEmpty(seen["embeddedLegacy"]!["embedding"]!.AsArray());
        // The old path reports nothing.
        Assert.Equal(
            [UsageSource.Reported, UsageSource.Estimated],
            fixture.Run(way).Lines.Where(line => line.Model == "nomic-embed-text").Select(line => line.Source));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Lists_AreTheUpstreams(string way)
    {
        var seen = fixture.Run(way).Seen;

        Assert.Equal(["llama3.2:latest", "qwen3:8b", "nomic-embed-text:latest"], seen["models"]!.AsArray().Select(model => (string?)model));
        Assert.NotEmpty(seen["shown"]!["model_info"]!.AsObject());
        Assert.NotEmpty(seen["running"]!["models"]!.AsArray());
        Assert.Equal("0.24.1", (string?)seen["version"]!["version"]);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Caller_LeavingAStream_IsNoticedByTheUpstreamAndCounted(string way)
    {
        var run = fixture.Run(way);

        Assert.NotNull(run.Seen["left"]);
        Assert.Equal(AttemptEnd.PeerGone, Assert.Single(run.Attempts("Stall.")).End);
        Assert.Single(run.Lines, line => line.Outcome == AttemptOutcome.ClientGone);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Errors_OfEveryKind_AreTheLibrarysOwn(string way)
    {
        var run = fixture.Run(way);

        AssertFailure(run, "failed", "ResponseError", 503);
        AssertFailure(run, "broken", "Error", null);
        AssertFailure(run, "refused", "ResponseError", 401);
        Assert.Equal("server busy, please try again.", (string?)run.Seen["failed"]!["message"]);
        Assert.Equal("an error was encountered", (string?)run.Seen["broken"]!["message"]);
        Assert.Single(run.Lines, line => line is { Kind: LedgerEntryKind.Voided, Status: 503 });
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Models_CannotBePulledOrDeleted(string way)
    {
        var run = fixture.Run(way);

        Assert.All((string[])["pulled", "deleted"], name => Assert.InRange((int)run.Seen[name]!["status"]!, 403, 405));
        Assert.DoesNotContain(run.Book.Requests, request => request.Path is "/api/pull" or "/api/delete");
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Requests_OfEveryKind_ArriveAsTheyWereSent(string way)
    {
        var run = fixture.Run(way);

        Assert.All((string[])["/api/chat", "/api/generate", "/api/embed", "/api/embeddings"], path => run.AssertBodiesArrived(path));
        // Ollama has no key.
        Assert.All(run.Book.Requests, request => ScriptRun.AssertKeyIsTheServers(request, "authorization", null, run.Key));
    }

    private static void AssertFailure(ScriptRun run, string name, string libraryClass, int? status)
    {
        var failure = run.Seen[name]!;
        Assert.Equal((libraryClass, status), ((string?)failure["class"], (int?)failure["status"]));
    }
}
