using System.Text.Json.Nodes;
using Weir.TestKit.Upstreams;
using Weir.TestKit.Upstreams.Anthropic;
using Weir.TestKit.Upstreams.Ollama;
using Weir.TestKit.Upstreams.OpenAI;
using Weir.TestKit.Wire;
using Xunit;

namespace Weir.IntegrationTests.TestKit;

/// <summary>The recorded answers, of all wires.</summary>
public sealed class TranscriptTests
{
    private static readonly Transcript[] All = [.. AnthropicTranscripts.All, .. OllamaTranscripts.All, .. ChatTranscripts.All, .. ResponseTranscripts.All];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(BodyFraming.Usual, 1)]
    [InlineData(BodyFraming.Length, 3)]
    [InlineData(BodyFraming.UntilClose, 1000)]
    [InlineData(BodyFraming.Chunked, 17)]
    public async Task Replay_InAnyFramingAndSplitting_ArrivesByteByByte(BodyFraming framing, int bytesPerWrite)
    {
        foreach (var transcript in All)
        {
            var (answer, attempt) = await ReplayAsync(transcript, script => script with { Framing = framing, BytesPerWrite = bytesPerWrite, SplitAt = [1, 100, 101] });

            Assert.Equal(transcript.Status, answer.Status);
            Assert.Equal(transcript.Bytes, answer.Body);
            Assert.Equal(transcript.ContentType, answer.Head["content-type"]);
            Assert.Equal(BodyEnd.Complete, answer.End);
            Assert.Equal(transcript.TotalInput + transcript.Output, attempt.Consumed);
        }
    }

    [Fact]
    public async Task Figures_OfEachTranscript_AreThoseItReports()
    {
        foreach (var transcript in All)
        {
            var (_, attempt) = await ReplayAsync(transcript, script => script);

            if (!transcript.IsWhole)
            {
                Assert.True(attempt.FinalUsage is null, transcript.Name);
                continue;
            }

            var usage = attempt.FinalUsage;
            Assert.True(usage is not null, transcript.Name);
            Assert.Equal((transcript.Name, transcript.Output), (transcript.Name, Figure(usage, "output_tokens", "completion_tokens", "eval_count")));
            // Anthropic leaves the input out of the end of some streams: then the start's holds.
            var input = Figure(usage, "prompt_tokens", "prompt_eval_count") ?? Figure(usage, "input_tokens") ?? Figure(attempt.StartUsage!, "input_tokens");
            Assert.Equal((transcript.Name, transcript.Kind == UpstreamKind.Anthropic ? transcript.Input : transcript.TotalInput), (transcript.Name, input));
        }
    }

    [Fact]
    public async Task Parts_OfAReplay_CanBeNamed()
    {
        foreach (var (transcript, name) in ((Transcript, string)[])
        [
            (OllamaTranscripts.Thinking, "content"), (OllamaTranscripts.Tools, "tool_calls"), (OllamaTranscripts.Plain, "done"), (OllamaTranscripts.Failed, "error"),
            (ChatTranscripts.Plain, "usage"), (ChatTranscripts.Plain, "[DONE]"), (ChatTranscripts.Reasoning, "reasoning"), (ChatTranscripts.Tools, "finish"),
            (ChatTranscripts.Failed, "error"), (ResponseTranscripts.Failed, "response.failed"),
        ])
        {
            var (answer, attempt) = await ReplayAsync(transcript, script => script with { Cues = [new(Point.Event(name), Act.Cut)] });

            Assert.Equal((name, BodyEnd.Cut), (name, answer.End));
            Assert.Equal((name, AttemptEnd.Cut), (name, attempt.End));
            Assert.StartsWith(answer.Text, System.Text.Encoding.UTF8.GetString(transcript.Bytes), StringComparison.Ordinal);
            Assert.NotEqual(transcript.Bytes.Length, answer.Body.Length);
        }
    }

    private static async Task<(RawAnswer Answer, AttemptTruth Attempt)> ReplayAsync(Transcript transcript, Func<Script, Script> change)
    {
        await using var upstream = new FakeUpstream { Kind = transcript.Kind, OnRequest = _ => change(Script.Replay(transcript)) };
        var answer = await Asking.AskAsync(upstream, Asking.Post(transcript.Path, "{}"), Cancellation);
        var attempt = Assert.Single(upstream.Book.Attempts);
        await attempt.Done;
        return (answer, attempt);
    }

    private static long? Figure(JsonObject usage, params string[] names) => names.Select(name => (long?)usage[name]).FirstOrDefault(value => value is not null);
}
