using System.Text;
using Weir.Accounting;
using Weir.Proxy.Dialects;
using Weir.Proxy.Dialects.OpenAI;
using Weir.Proxy.Metering;
using Weir.Proxy.Tests.Forwarding;

namespace Weir.Proxy.Tests.Dialects.OpenAI;

/// <summary>Answers that are one JSON object.</summary>
public sealed class PlainAnswerTests
{
    private const string Chat =
        """
        {"id":"chatcmpl-1","choices":[{"index":0,"message":{"role":"assistant","content":"\"usage\":{","audio":{"id":"audio_1","data":"AAAA"}}}],
         "usage":{"prompt_tokens":12,"completion_tokens":4,"total_tokens":16,"prompt_tokens_details":{"cached_tokens":2}},"service_tier":"default"}
        """;

    private const string Response =
        """
        {"id":"resp_1","status":"completed","error":null,"output":[{"id":"rs_1","type":"reasoning"},{"id":"msg_1","content":[{"id":"no","text":"x"}]}],
         "usage":{"input_tokens":12,"input_tokens_details":{"cached_tokens":2},"output_tokens":4,"total_tokens":16}}
        """;

    private const string Embeddings = """{"object":"list","data":[{"embedding":[0.1,-2e-3]}],"model":"m","usage":{"prompt_tokens":12,"total_tokens":12}}""";

    public static TheoryData<string, string> Answers => new() { { "chat", Chat }, { "responses", Response }, { "embeddings", Embeddings } };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Answer_InEveryChunking_IsUnchangedAndItsUsageFound(string name, string answer)
    {
        using var harness = new RelayHarness { Entrance = new(Operation(name), new OpenAIErrors(), false) };
        var bytes = Encoding.UTF8.GetBytes(answer);
        for (var size = 1; size <= bytes.Length; size++)
        {
            var (_, settlement) = await harness.RelayAsync(bytes, Chunkings.Of(size), stream: false);

            Assert.Equal(answer, harness.WrittenText);
            Assert.Equal(name == "embeddings" ? new Usage(12, 0, 0, 0, 0) : new Usage(10, 2, 0, 0, 4), settlement.Usage);
            Assert.Equal((UsageSource.Reported, AttemptOutcome.Completed), (settlement.Source, settlement.Outcome));
        }
    }

    [Theory]
    [InlineData("chat", """{"error":{"message":"No."}}""")]
    [InlineData("responses", """{"id":"resp_1","status":"failed","error":{"code":"server_error","message":"No."},"output":[],"usage":null}""")]
    public async Task Answer_ThatIsAnError_IsOneInTheLedgerToo(string name, string answer)
    {
        using var harness = new RelayHarness { Entrance = new(Operation(name), new OpenAIErrors(), false) };

        var (_, settlement) = await harness.RelayAsync(Encoding.UTF8.GetBytes(answer), Chunkings.Of(7), stream: false);

        Assert.Equal(answer, harness.WrittenText);
        Assert.Equal((UsageSource.Estimated, AttemptOutcome.UpstreamError), (settlement.Source, settlement.Outcome));
    }

    [Fact]
    public async Task Embeddings_WithoutUsage_HaveNoOutputAndTheBoundAsInput()
    {
        using var harness = new RelayHarness { Entrance = new(Operation("embeddings"), new OpenAIErrors(), false) };

        var (_, settlement) = await harness.RelayAsync("""{"object":"list","data":[]}"""u8.ToArray(), Chunkings.Of(7), stream: false);

        Assert.Equal((new Usage(5_000_000, 0, 0, 0, 0), UsageSource.Estimated), (settlement.Usage, settlement.Source));
    }

    [Fact]
    public void Chat_WithTimingsAlone_IsReportedByThem()
    {
        var reader = Read(new ChatAnswerReader(), """{"choices":[],"timings":{"cache_n":5,"prompt_n":25,"predicted_n":3}}""");

        Assert.True(reader is { IsComplete: true, IsInputKnown: true, IsOutputFinal: true });
        Assert.Equal(new Usage(25, 5, 0, 0, 3), reader.Counts.ToUsage(reader.Counts.Output!.Value));
    }

    [Fact]
    public void Ids_OfWhatIsKept_AreTold()
    {
        Assert.Equal(["resp_1", "rs_1", "msg_1"], Read(new ResponsesAnswerReader(keepsAnswer: true), Response).KeptStates);
        Assert.Empty(Read(new ResponsesAnswerReader(keepsAnswer: false), Response).KeptStates);
        Assert.Equal(["audio_1"], Read(new ChatAnswerReader(), Chat).KeptStates);
    }

    private static IOperation Operation(string name) => name switch
    {
        "chat" => new OpenAIChat(),
        "responses" => new OpenAIResponses(),
        _ => new OpenAIEmbeddings(),
    };

    private static UsageReader Read(UsageReader reader, string answer)
    {
        reader.Read(Encoding.UTF8.GetBytes(answer));
        return reader;
    }
}
