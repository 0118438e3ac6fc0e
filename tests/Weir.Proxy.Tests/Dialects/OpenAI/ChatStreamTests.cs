using System.Text;
using Weir.Accounting;
using Weir.Proxy.Dialects.OpenAI;
using Weir.Proxy.Metering;
using Weir.Proxy.Tests.Forwarding;

namespace Weir.Proxy.Tests.Dialects.OpenAI;

public sealed class ChatStreamTests
{
    private const string Head = """{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1795428000,"model":"m","choices":""";

    private const string Usage =
        """{"prompt_tokens":135,"completion_tokens":15,"total_tokens":150,"prompt_tokens_details":{"cached_tokens":100,"cache_write_tokens":10}}""";

    private const string Deltas =
        "data: " + Head + """[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}],"usage":null}""" + "\n\n"
        + ": keep-alive\n\n"
        + "data: " + Head + """[{"index":0,"delta":{"content":"Grüße 😀"},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"aB"}""" + "\n\n"
        + "data:" + Head + """[{"index":0,"delta":{"content":"say \"usage\":{"},"logprobs":null,"finish_reason":null}],"usage":null}""" + "\n\n"
        + "data: " + Head + """[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}],"usage":null}""" + "\n\n";

    private const string UsageEvent = "data: " + Head + "[],\"usage\":" + Usage + "}\n\n";

    private const string Done = "data: [DONE]\n\n";

    private static readonly Usage Expected = new(25, 100, 10, 0, 15);

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task Stream_InEveryChunking_LosesTheUsageChunkNobodyAskedForAndNothingElse(string lineEnd)
    {
        using var asking = Harness(asksForUsage: true);
        using var others = Harness(asksForUsage: false);
        var whole = (Deltas + UsageEvent + Done).ReplaceLineEndings(lineEnd);
        var without = (Deltas + Done).ReplaceLineEndings(lineEnd);
        var bytes = Encoding.UTF8.GetBytes(whole);
        var random = new Random(7);
        for (var i = 1; i <= 4_000; i++)
        {
            var sizes = i <= bytes.Length ? Chunkings.Of(i) : Chunkings.Random(random, 1 << random.Next(1, 11));

            var (_, full) = await asking.RelayAsync(bytes, sizes);
            var (_, less) = await others.RelayAsync(bytes, sizes);

            Assert.Equal(whole, asking.WrittenText);
            Assert.Equal(without, others.WrittenText);
            Assert.Equal((Expected, UsageSource.Reported, AttemptOutcome.Completed), (full.Usage, full.Source, full.Outcome));
            Assert.Equal((Expected, UsageSource.Reported, AttemptOutcome.Completed), (less.Usage, less.Source, less.Outcome));
        }
    }

    [Fact]
    public async Task Stream_RenamedModel_IsWithheldAllTheSame()
    {
        using var harness = new RelayHarness
        {
            Entrance = new(new OpenAIChat(), new OpenAIErrors(), false),
            TargetName = "a-much-longer-name",
        };
        var sent = (Deltas + UsageEvent + Done).Replace("\"model\":\"m\"", "\"model\":\"a-much-longer-name\"", StringComparison.Ordinal);
        for (var size = 1; size < 1_000; size++)
        {
            await harness.RelayAsync(Encoding.UTF8.GetBytes(sent), Chunkings.Of(size));

            Assert.Equal(Deltas + Done, harness.WrittenText);
        }
    }

    [Theory]
    [InlineData("""[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":30,"completion_tokens":4},"timings":{"prompt_n":1,"predicted_n":2}}""", 30, 0, 4)]
    [InlineData("""[{"index":0,"delta":{},"finish_reason":"stop"}],"timings":{"cache_n":5,"prompt_n":25,"prompt_ms":84.2,"predicted_n":3}}""", 25, 5, 3)]
    [InlineData("""[{"index":0,"delta":{"content":"x"}}],"usage":{"prompt_tokens":30,"completion_tokens":9,"total_tokens":39}}""", 30, 0, 9)]
    [InlineData("""[{"index":0,"delta":{}}],"usage":{"prompt_tokens":30,"completion_tokens":9,"total_tokens":139}}""", 30, 0, 109)]
    [InlineData("""[{"index":0,"delta":{}}],"usage":{"prompt_tokens":30,"completion_tokens":0,"total_tokens":30}}""", 30, 0, 0)]
    [InlineData("""[{"index":0,"delta":{}}],"usage":{"prompt_tokens":5,"completion_tokens":1,"prompt_tokens_details":{"cached_tokens":50}}}""", 0, 50, 1)]
    public async Task Usage_InAnOrdinaryChunk_PassesAndTheLastCounts(string last, long input, long cached, long output)
    {
        using var harness = Harness(asksForUsage: false);
        // Totals so far: never to be added up.
        var running = "data: " + Head + """[{"index":0,"delta":{"content":"a"}}],"usage":{"prompt_tokens":30,"completion_tokens":2,"total_tokens":32}}""" + "\n\n";
        var text = (last.Contains("timings", StringComparison.Ordinal) ? "" : running) + "data: " + Head + last + "\n\n" + Done;

        var (_, settlement) = await harness.RelayAsync(Encoding.UTF8.GetBytes(text), Chunkings.Of(50));

        Assert.Equal(text, harness.WrittenText);
        Assert.Equal((new Usage(input, cached, 0, 0, output), UsageSource.Reported), (settlement.Usage, settlement.Source));
    }

    [Fact]
    public async Task Usage_InAChunkTooLongToKeep_IsFoundAllTheSame()
    {
        using var harness = Harness(asksForUsage: false);
        var text = "data: " + Head + $$"""[{"index":0,"delta":{"content":"{{new string('x', 1_000_000)}}"},"finish_reason":"stop"}],"usage":{{Usage}}}""" + "\n\n" + Done;

        var (_, settlement) = await harness.RelayAsync(Encoding.UTF8.GetBytes(text), Chunkings.Of(5_000));

        Assert.Equal(text, harness.WrittenText);
        Assert.Equal((Expected, UsageSource.Reported), (settlement.Usage, settlement.Source));
    }

    [Fact]
    public async Task Stream_CutAtEveryByte_EndsInAnErrorOfTheDialectAndAnEstimateThatHolds()
    {
        using var harness = Harness(asksForUsage: false);
        var whole = Encoding.UTF8.GetBytes(Deltas + UsageEvent + Done);
        var last = whole.Length - "\n\n".Length;
        for (var cut = 0; cut < last; cut++)
        {
            var (refusal, settlement) = await harness.RelayAsync(whole[..cut], Chunkings.Of(40), true, cut % 2 == 0 ? new IOException("reset") : null);

            Assert.Equal(AttemptOutcome.UpstreamCut, settlement.Outcome);
            Assert.InRange(settlement.Usage.Output, cut < whole.Length - Done.Length ? 0 : 15, 4_000_000);
            Assert.DoesNotContain("\"choices\":[]", harness.WrittenText, StringComparison.Ordinal);
            if (refusal is null)
            {
                var events = harness.WrittenText.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
                Assert.StartsWith("data: {\"error\":{\"message\":", events[^1], StringComparison.Ordinal);
                Assert.All(events[..^1], text => Assert.Contains(text, Deltas, StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public async Task Done_IsHeldFromItsLineEndOn()
    {
        using var harness = Harness(asksForUsage: true);
        var atSettlement = "";
        harness.Ledger.OnSettle = () =>
        {
            atSettlement = harness.WrittenText;
            return Task.CompletedTask;
        };

        await harness.RelayAsync(Encoding.UTF8.GetBytes(Deltas + UsageEvent + Done), Chunkings.Of(4_096));

        Assert.EndsWith("data: [DONE]", atSettlement, StringComparison.Ordinal);
        Assert.EndsWith(Done, harness.WrittenText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ErrorChunk_EndsTheAnswerWithTheUpstreamsOwnWords()
    {
        using var harness = Harness(asksForUsage: false);
        var text = Deltas + """data: {"error":{"message":"The server had an error.","type":"server_error","param":null,"code":null}}""" + "\n\n";

        var (_, settlement) = await harness.RelayAsync(Encoding.UTF8.GetBytes(text), Chunkings.Of(33));

        Assert.Equal(text, harness.WrittenText);
        Assert.Equal((AttemptOutcome.UpstreamError, UsageSource.Estimated), (settlement.Outcome, settlement.Source));
    }

    [Theory]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":null}]}""", 5, false)]
    [InlineData("""{"choices":[{"index":0,"delta":{"role":"assistant","content":"Hello"},"finish_reason":null}]}""", 5, false)]
    [InlineData("""{"choices": [{"index": 0, "delta": {"content": "Hello"}, "finish_reason": null}]}""", 5, false)]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"a\"b"}}]}""", 4, false)]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":null,"reasoning_content":"Hmm"}}]}""", 3, true)]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"27","reasoning_content":null}}]}""", 2, false)]
    [InlineData("""{"choices":[{"index":0,"delta":{"reasoning":"Hmm"}}]}""", 3, true)]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"ab","reasoning":"Hmm"}}]}""", 5, true)]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"","reasoning":""}}]}""", 0, false)]
    [InlineData("""{"choices":[{"index":0,"delta":{"refusal":"No."}}]}""", 3, false)]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"ab"}},{"index":1,"delta":{"content":"cde"}}]}""", 5, false)]
    [InlineData("""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"get","arguments":"{}"}}]}}]}""", 5, false)]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"ab"},"logprobs":{"content":[{"token":"ab","bytes":[97]}]}}]}""", 2, false)]
    [InlineData("""{"choices":[{"index":0,"delta":null,"finish_reason":"stop"},{"index":1,"delta":{"content":"x"}}]}""", 1, false)]
    [InlineData("""{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"obfuscation":"abcdef"}""", 0, false)]
    [InlineData("""{"choices":[],"prompt_filter_results":[{"content":"x"}]}""", 0, false)]
    [InlineData("not json", 8, false)]
    public void Chunk_OfEachLayout_HasItsOutputCounted(string chunk, long bytes, bool thinks)
    {
        var reader = new ChatStreamReader(asksForUsage: true);

        reader.Read(Encoding.UTF8.GetBytes($"data: {chunk}\n\n"));

        Assert.Equal((bytes, thinks), (reader.OutputBytes, reader.ShowsThinking));
        Assert.Equal(bytes > 0 ? 1 : 0, reader.OutputPieces);
        Assert.False(reader.IsComplete);
    }

    [Fact]
    public void Audio_IsKeptStateByItsId()
    {
        var reader = new ChatStreamReader(asksForUsage: true);

        reader.Read("""data: {"choices":[{"index":0,"delta":{"role":"assistant","audio":{"id":"audio_1","transcript":"Hi"},"tool_calls":[{"id":"call_1"}]}}]}"""u8);
        reader.Read("\n\n"u8);

        Assert.Equal(["audio_1"], reader.KeptStates);
    }

    private static RelayHarness Harness(bool asksForUsage) => new()
    {
        Entrance = new(new OpenAIChat(), new OpenAIErrors(), false),
        Peek = () => new() { AsksForUsage = asksForUsage },
    };
}
