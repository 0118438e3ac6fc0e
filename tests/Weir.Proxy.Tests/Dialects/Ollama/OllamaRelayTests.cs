using System.Text;
using Weir.Accounting;
using Weir.Proxy.Dialects;
using Weir.Proxy.Dialects.Ollama;
using Weir.Proxy.Refusals;
using Weir.Proxy.Tests.Forwarding;

namespace Weir.Proxy.Tests.Dialects.Ollama;

/// <summary>Ollama's answers through the real relay, in whatever pieces they come.</summary>
public sealed class OllamaRelayTests
{
    private const string Chat =
        "{\"model\":\"m\",\"created_at\":\"2026-11-23T10:00:00.1Z\",\"message\":{\"role\":\"assistant\",\"content\":\"\",\"thinking\":\"Hm é\"},\"done\":false}\n"
        + "{\"model\":\"m\",\"created_at\":\"2026-11-23T10:00:00.2Z\",\"message\":{\"role\":\"assistant\",\"content\":\"Grüße \\\"😀\\\" \\u003c\"},\"done\":false}\n"
        + "{\"model\":\"m\",\"created_at\":\"2026-11-23T10:00:00.3Z\",\"message\":{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"id\":\"call_x\",\"function\":{\"index\":0,\"name\":\"f\",\"arguments\":{\"done\":true,\"eval_count\":7}}}]},\"done\":false}\r\n"
        + "\n"
        + "{\"new\":[{\"done\":true}],\"model\":\"m\",\"done\" : false , \"message\":{\"content\":\"x\"}}\n";

    private const string ChatEnd =
        "{\"model\":\"m\",\"created_at\":\"2026-11-23T10:00:00.4Z\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\",\"total_duration\":5043500667,\"prompt_eval_count\":26,\"eval_count\":290,\"eval_duration\":4709213000}\n";

    private const string Generate =
        "{\"model\":\"m\",\"created_at\":\"2026-11-23T10:00:00.1Z\",\"response\":\"Hel\",\"done\":false}\n"
        + "{\"model\":\"m\",\"created_at\":\"2026-11-23T10:00:00.2Z\",\"response\":\"\",\"thinking\":\"lo\",\"done\":false}\n";

    private const string Whole =
        "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"\\\"done\\\":{\",\"tool_calls\":[{\"function\":{\"arguments\":{\"eval_count\":1}}}]},\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":3,\"eval_count\":4}";

    private static readonly string Context = string.Join(',', Enumerable.Range(100_000, 30_000));

    /// <summary>A last line of 200 KB, and a tool call of 300 KB.</summary>
    private static readonly string Long = Generate
        + $$$$"""{"model":"m","message":{"content":"","tool_calls":[{"function":{"name":"write","arguments":{"text":"{{{{new string('x', 300_000)}}}}"}}}]},"done":false}""" + "\n"
        + $$"""{"model":"m","response":"","done":true,"done_reason":"stop","context":[{{Context}}],"prompt_eval_count":26,"eval_count":290}""" + "\n";

    private static OllamaOperation Operation { get; } = OllamaOperation.Chat(streamsByDefault: true);

    [Fact]
    public async Task Relay_TwentyThousandChunkings_SameBytesAndUsage()
    {
        var random = new Random(20261124);
        using var harness = NewHarness(Operation, () => new());
        string[] streams = [Chat + ChatEnd, Generate + ChatEnd, (Chat + ChatEnd).ReplaceLineEndings("\r\n")];
        for (var i = 0; i < 20_000; i++)
        {
            var isWhole = i % 5 == 4;
            var text = isWhole ? Whole + (i % 2 == 0 ? "\n" : "") : i % 500 == 0 ? Long : streams[i % 3];
            var bytes = Encoding.UTF8.GetBytes(text);
            var largest = 1 << random.Next(1, bytes.Length > 100_000 ? 18 : 12);

            var (refusal, settlement) = await harness.RelayAsync(bytes, Sizes(random, i % 7 == 0 && bytes.Length < 100_000 ? 2 : largest), !isWhole);

            Assert.Null(refusal);
            Assert.True(harness.Written.GetBuffer().AsSpan(0, (int)harness.Written.Length).SequenceEqual(bytes), $"chunking {i} changed bytes");
            Assert.Equal(isWhole ? new Usage(3, 0, 0, 0, 4) : new Usage(26, 0, 0, 0, 290), settlement.Usage);
            Assert.Equal((UsageSource.Reported, AttemptOutcome.Completed), (settlement.Source, settlement.Outcome));
            Assert.Empty(harness.Ledger.Shrinks);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Relay_LastByte_WaitsForTheSettlement(bool stream)
    {
        using var harness = NewHarness(Operation, () => new());
        var bytes = Encoding.UTF8.GetBytes(stream ? Chat + ChatEnd : Whole);
        var writtenAtSettlement = 0L;
        harness.Ledger.OnSettle = () =>
        {
            writtenAtSettlement = harness.Written.Length;
            return Task.CompletedTask;
        };

        await harness.RelayAsync(bytes, Sizes(new Random(1), 4096), stream);

        Assert.Equal(bytes.Length - 1, writtenAtSettlement);
        Assert.Equal(bytes.Length, harness.Written.Length);
    }

    [Fact]
    public async Task Relay_CutAtEveryByte_EndsInALineThatTellsOfIt()
    {
        using var harness = NewHarness(Operation, () => new());
        var whole = Encoding.UTF8.GetBytes(Chat + ChatEnd);
        for (var cut = 0; cut < whole.Length - 1; cut++)
        {
            var (refusal, settlement) = await harness.RelayAsync(whole[..cut], Sizes(new Random(cut), 64), true, cut % 2 == 0 ? new IOException("reset") : null);

            Assert.Equal((AttemptOutcome.UpstreamCut, UsageSource.Estimated), (settlement.Outcome, settlement.Source));
            Assert.Equal(5_000_000, settlement.Usage.TotalInput);
            if (refusal is null)
            {
                var lines = harness.WrittenText.Split('\n', StringSplitOptions.RemoveEmptyEntries);
                Assert.Equal("{\"error\":\"The upstream ended its answer before it was complete.\"}", lines[^1]);
                Assert.StartsWith(string.Concat(lines[..^1].Select(line => line + "\n")), (Chat + ChatEnd).Replace("\n\n", "\n", StringComparison.Ordinal), StringComparison.Ordinal);
            }
            else
            {
                Assert.Equal((RefusalReason.UpstreamCut, 0L), (refusal.Reason, harness.Written.Length));
            }
        }
    }

    [Fact]
    public async Task Relay_ErrorLine_EndsTheAnswerWithTheUpstreamsOwnWords()
    {
        using var harness = NewHarness(Operation, () => new());
        var bytes = Encoding.UTF8.GetBytes(Generate + "{\"error\":\"an error was encountered while running the model: CUDA error, and some more words\"}\n");
        for (var size = 1; size <= bytes.Length; size++)
        {
            var (_, settlement) = await harness.RelayAsync(bytes, Enumerable.Repeat(size, bytes.Length));

            Assert.Equal(bytes, harness.Written.ToArray());
            Assert.Equal((AttemptOutcome.UpstreamError, UsageSource.Estimated), (settlement.Outcome, settlement.Source));
            Assert.Equal(new Usage(5_000_000, 0, 0, 0, 5), settlement.Usage);
        }
    }

    public static TheoryData<string, string, long, long, UsageSource> Endings => new()
    {
        { "zero is left out", Generate + """{"response":"","done":true,"prompt_eval_count":26}""", 26, 2, UsageSource.Estimated },
        { "explicit zero stays", Generate + """{"response":"","done":true,"prompt_eval_count":0,"eval_count":0}""", 0, 0, UsageSource.Reported },
        { "nothing produced", """{"response":"","done":true,"prompt_eval_count":26}""", 26, 0, UsageSource.Reported },
        { "nothing at all", """{"message":{"role":"assistant","content":""},"done":true}""", 0, 0, UsageSource.Reported },
        { "no calls", """{"message":{"role":"assistant","content":"","tool_calls":[]},"done":true,"done_reason":"stop"}""", 0, 0, UsageSource.Reported },
        { "load", """{"response":"","done":true,"done_reason":"load"}""", 0, 0, UsageSource.Reported },
        { "unload", """{"message":{"content":""},"done_reason":"unload","done":true}""", 0, 0, UsageSource.Reported },
        { "input cached", Generate + """{"response":"","done":true,"eval_count":9}""", 3, 9, UsageSource.Estimated },
        { "no counts", Generate + """{"response":"abcd\u00e9","done":true}""", 3, 3, UsageSource.Estimated },
        { "counts that are none", Generate + """{"response":"","done":true,"prompt_eval_count":-5,"eval_count":"9"}""", 3, 2, UsageSource.Estimated },
        { "huge counts", Generate + """{"response":"","done":true,"prompt_eval_count":99999999999999999999,"eval_count":9223372036854775807}""", 3, 2, UsageSource.Estimated },
        { "only a call", """{"message":{"tool_calls":[{"a":1}]},"done":true}""", 3, 2, UsageSource.Estimated },
    };

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task Relay_EndWithoutCounts_IsReadByTheRules(string name, string text, long input, long output, UsageSource source)
    {
        using var harness = NewHarness(Operation, () => new() { PromptCharacters = 10 });
        var bytes = Encoding.UTF8.GetBytes(text + "\n");
        for (var size = 1; size <= bytes.Length; size++)
        {
            var (_, settlement) = await harness.RelayAsync(bytes, Enumerable.Repeat(size, bytes.Length));

            Assert.True(new Usage(input, 0, 0, 0, output) == settlement.Usage, $"{name} in pieces of {size}: {settlement.Usage}");
            Assert.Equal((source, AttemptOutcome.Completed), (settlement.Source, settlement.Outcome));
        }
    }

    [Theory]
    [InlineData("""{"model":"m","response":"abcde","done":true}""", 3, 2, UsageSource.Estimated)]
    [InlineData("""{"model":"m","message":{"content":"abcd","thinking":"e"},"done":true,"done_reason":"stop"}""", 3, 2, UsageSource.Estimated)]
    [InlineData("""{"model":"m","response":"abcde","context":[1,2,3],"done":true,"prompt_eval_count":7,"eval_count":8}""", 7, 8, UsageSource.Reported)]
    [InlineData("""{"model":"m","response":"","done":true,"done_reason":"load"}""", 0, 0, UsageSource.Reported)]
    [InlineData("""{"model":"m","message":{"content":""},"done":true,"done_reason":"unload"}""", 0, 0, UsageSource.Reported)]
    public async Task Relay_WholeAnswer_IsReadByTheSameRules(string text, long input, long output, UsageSource source)
    {
        using var harness = NewHarness(Operation, () => new() { PromptCharacters = 10 });
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var size = 1; size <= bytes.Length; size++)
        {
            var (_, settlement) = await harness.RelayAsync(bytes, Enumerable.Repeat(size, bytes.Length), stream: false);

            Assert.Equal(bytes, harness.Written.ToArray());
            Assert.Equal(new Usage(input, 0, 0, 0, output), settlement.Usage);
            Assert.Equal((source, AttemptOutcome.Completed), (settlement.Source, settlement.Outcome));
        }
    }

    [Theory]
    [InlineData("""{"model":"m","embeddings":[[0.01,-0.002],[1e-9,"]"]],"total_duration":14143917,"prompt_eval_count":8}""", 8, UsageSource.Reported)]
    [InlineData("""{"model":"m","embeddings":[]}""", 3, UsageSource.Estimated)]
    [InlineData("""{"embedding":[0.5,0.25]}""", 3, UsageSource.Estimated)]
    public async Task Relay_Vectors_CostInputOnly(string text, long input, UsageSource source)
    {
        using var harness = NewHarness(OllamaOperation.Embed, () => new() { IsInputOnly = true, PromptCharacters = 10 });
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var size = 1; size <= bytes.Length; size++)
        {
            var (_, settlement) = await harness.RelayAsync(bytes, Enumerable.Repeat(size, bytes.Length), stream: false);

            Assert.Equal(bytes, harness.Written.ToArray());
            Assert.Equal((new Usage(input, 0, 0, 0, 0), source), (settlement.Usage, settlement.Source));
        }
    }

    [Theory]
    [InlineData(Whole, 3, 4)]
    [InlineData("""{"model":"m","response":"abcde","done":true}""", 3, 2)]
    [InlineData("""{"model":"m","message":{"content":""},"done":true,"done_reason":"load"}""", 0, 0)]
    public async Task Relay_ForApps_TellsWhatTheLedgerHas(string text, long input, long output)
    {
        using var harness = NewAppHarness(() => new() { PromptCharacters = 10 });
        var bytes = Encoding.UTF8.GetBytes(text + "\r\n ");
        var end = text.Length - 1;
        var expected = $$$"""{{{text[..end]}}},"estimated_tokens":{"prompt_tokens":{{{input}}},"completion_tokens":{{{output}}},"total_tokens":{{{input + output}}}}}""" + "\r\n ";
        for (var size = 1; size <= bytes.Length; size++)
        {
            var (_, settlement) = await harness.RelayAsync(bytes, Enumerable.Repeat(size, bytes.Length), stream: false);

            Assert.Equal(expected, harness.WrittenText);
            Assert.Equal(new Usage(input, 0, 0, 0, output), settlement.Usage);
        }
    }

    [Fact]
    public async Task Relay_StreamForApps_TellsNothingMore()
    {
        using var harness = NewAppHarness(() => new());

        await harness.RelayAsync(Encoding.UTF8.GetBytes(Chat + ChatEnd), Enumerable.Repeat(50, 100));

        Assert.Equal(Chat + ChatEnd, harness.WrittenText);
    }

    [Theory]
    [InlineData("<html>busy</html>")]
    [InlineData("[1,2]")]
    public async Task Relay_JsonThatIsNone_IsRefusedBeforeAByteIsOut(string body)
    {
        using var harness = NewHarness(Operation, () => new());

        var (refusal, settlement) = await harness.RelayAsync(Encoding.UTF8.GetBytes(body), Sizes(new Random(5), 3), stream: false);

        Assert.Equal((RefusalReason.UpstreamGarbled, 0L), (refusal!.Reason, harness.Written.Length));
        Assert.Equal(AttemptOutcome.UpstreamGarbled, settlement.Outcome);
    }

    private static RelayHarness NewHarness(OllamaOperation operation, Func<RequestPeek> peek) =>
        new() { Entrance = new(operation, new OllamaErrors(), IsForApps: false), Peek = peek };

    private static RelayHarness NewAppHarness(Func<RequestPeek> peek) =>
        new() { Entrance = new(OllamaOperation.Chat(streamsByDefault: false), new OwnErrors(), IsForApps: true), Peek = peek };

    private static IEnumerable<int> Sizes(Random random, int largest)
    {
        while (true)
        {
            yield return random.Next(1, Math.Max(2, largest));
        }
    }
}
