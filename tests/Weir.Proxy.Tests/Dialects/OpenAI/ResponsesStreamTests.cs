using System.Text;
using Weir.Accounting;
using Weir.Proxy.Dialects.OpenAI;
using Weir.Proxy.Tests.Forwarding;

namespace Weir.Proxy.Tests.Dialects.OpenAI;

public sealed class ResponsesStreamTests
{
    private const string Usage =
        """{"input_tokens":135,"input_tokens_details":{"cached_tokens":100,"cache_write_tokens":10},"output_tokens":15,"output_tokens_details":{"reasoning_tokens":4},"total_tokens":150}""";

    private const string Begin =
        "event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"resp_1\",\"status\":\"in_progress\",\"output\":[],\"usage\":null}}\n\n"
        + "event: response.output_item.added\ndata: {\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":{\"id\":\"msg_1\",\"type\":\"message\",\"content\":[]}}\n\n"
        + "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"item_id\":\"msg_1\",\"delta\":\"Grüße 😀\",\"logprobs\":[],\"obfuscation\":\"aB3\"}\n\n"
        + "event: something.new\ndata: {\"response\":{\"usage\":{\"output_tokens\":9999}}}\n\n";

    private static readonly Usage Expected = new(25, 100, 10, 0, 15);

    [Theory]
    [InlineData("completed", AttemptOutcome.Completed)]
    [InlineData("incomplete", AttemptOutcome.Completed)]
    [InlineData("failed", AttemptOutcome.UpstreamError)]
    public async Task Stream_InEveryChunking_IsUnchangedAndItsUsageFound(string status, AttemptOutcome outcome)
    {
        using var harness = Harness();
        var random = new Random(9);
        var text = Begin + End(status, "Grüße 😀");
        for (var i = 1; i <= 4_000; i++)
        {
            var sent = i % 3 == 0 ? text.ReplaceLineEndings("\r\n") : text;
            var bytes = Encoding.UTF8.GetBytes(sent);

            var (_, settlement) = await harness.RelayAsync(bytes, i <= bytes.Length ? Chunkings.Of(i) : Chunkings.Random(random, 1 << random.Next(1, 11)));

            Assert.Equal(sent, harness.WrittenText);
            Assert.Equal((Expected, UsageSource.Reported, outcome), (settlement.Usage, settlement.Source, settlement.Outcome));
        }
    }

    [Theory]
    [InlineData(300_000)]
    [InlineData(3_000_000)]
    public async Task LastEvent_TooLongToKeep_HasItsUsageFound(int length)
    {
        using var harness = Harness();
        var text = Begin + End("completed", new string('x', length));

        var (_, settlement) = await harness.RelayAsync(Encoding.UTF8.GetBytes(text), Chunkings.Of(10_000));

        Assert.Equal(text, harness.WrittenText);
        Assert.Equal((Expected, UsageSource.Reported), (settlement.Usage, settlement.Source));
    }

    [Fact]
    public async Task Stream_CutAtEveryByte_EndsInAnErrorOfTheDialect()
    {
        using var harness = Harness();
        var whole = Encoding.UTF8.GetBytes(Begin + End("completed", "x"));
        for (var cut = 0; cut < whole.Length - 1; cut++)
        {
            var (refusal, settlement) = await harness.RelayAsync(whole[..cut], Chunkings.Of(40));

            Assert.Equal(AttemptOutcome.UpstreamCut, settlement.Outcome);
            if (refusal is null)
            {
                var events = harness.WrittenText.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
                Assert.StartsWith("event: error\ndata: {\"type\":\"error\",", events[^1], StringComparison.Ordinal);
                Assert.All(events[..^1], text => Assert.Contains(text, Begin, StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public async Task ErrorEvent_EndsTheAnswer()
    {
        using var harness = Harness();
        var text = Begin + "event: error\ndata: {\"type\":\"error\",\"code\":\"server_error\",\"message\":\"No.\",\"param\":null}\n\n";

        var (_, settlement) = await harness.RelayAsync(Encoding.UTF8.GetBytes(text), Chunkings.Of(33));

        Assert.Equal(text, harness.WrittenText);
        Assert.Equal((AttemptOutcome.UpstreamError, UsageSource.Estimated), (settlement.Outcome, settlement.Source));
    }

    [Theory]
    [InlineData("response.output_text.delta", """{"type":"response.output_text.delta","item_id":"msg_1","delta":"Hello","logprobs":[]}""", 5, false)]
    [InlineData("response.output_text.delta", """{"type":"response.output_text.delta", "item_id": "msg_1", "delta": "Hello"}""", 5, false)]
    [InlineData("response.function_call_arguments.delta", """{"type":"response.function_call_arguments.delta","delta":"{\"a\"","obfuscation":"abc"}""", 6, false)]
    [InlineData("response.reasoning_summary_text.delta", """{"type":"response.reasoning_summary_text.delta","delta":"Hmm"}""", 3, true)]
    [InlineData("response.reasoning_text.delta", """{"type":"response.reasoning_text.delta","delta":"Hmm"}""", 3, true)]
    [InlineData("response.of_tomorrow.delta", """{"type":"response.of_tomorrow.delta","delta":{"text":"abc","item_id":"x"}}""", 3, false)]
    [InlineData("", """{"type":"response.output_text.delta","delta":"Hello"}""", 5, false)]
    [InlineData("response.output_item.added", """{"type":"response.output_item.added","item":{"id":"rs_1","type":"reasoning","summary":[]}}""", 0, true)]
    [InlineData("response.output_text.done", """{"type":"response.output_text.done","text":"Hello"}""", 0, false)]
    public void Event_OfEachKind_HasItsOutputCounted(string name, string data, long bytes, bool thinks)
    {
        var reader = new ResponsesStreamReader(keepsAnswer: false);

        reader.Read(Encoding.UTF8.GetBytes($"{(name.Length > 0 ? $"event: {name}\n" : "")}data: {data}\n\n"));

        Assert.Equal((bytes, thinks), (reader.OutputBytes, reader.ShowsThinking));
        Assert.Equal(bytes > 0 ? 1 : 0, reader.OutputPieces);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Ids_AreToldOnlyWhereTheAnswerIsKept(bool keeps)
    {
        var reader = new ResponsesStreamReader(keeps);

        reader.Read(Encoding.UTF8.GetBytes(Begin + End("completed", "x")));

        Assert.Equal(keeps ? ["resp_1", "msg_1"] : [], reader.KeptStates);
    }

    private static string End(string status, string text) =>
        $"event: response.{status}\ndata: {{\"type\":\"response.{status}\",\"sequence_number\":9,\"response\":{{\"id\":\"resp_1\",\"status\":\"{status}\","
        + $"\"output\":[{{\"id\":\"msg_1\",\"type\":\"message\",\"content\":[{{\"type\":\"output_text\",\"text\":\"{text}\",\"usage\":{{\"output_tokens\":7}}}}]}}],"
        + $"\"usage\":{Usage},\"metadata\":{{}}}}}}\n\n";

    private static RelayHarness Harness() => new() { Entrance = new(new OpenAIResponses(), new OpenAIErrors(), false) };
}
