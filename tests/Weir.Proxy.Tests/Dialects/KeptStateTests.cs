using System.Text;
using Weir.Proxy.Dialects.Anthropic;
using Weir.Proxy.Dialects.OpenAI;
using Weir.Proxy.Metering;
using Weir.Proxy.Tests.Forwarding;

namespace Weir.Proxy.Tests.Dialects;

/// <summary>Ids of what upstreams keep, as answers tell them.</summary>
public sealed class KeptStateTests
{
    private const string Delta =
        "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"container\":{\"expires_at\":\"2026-12-01\",\"id\":\"container_1\"},\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":15}}\n\n";

    [Theory]
    [InlineData(Delta, true, "container_1")]
    [InlineData("event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"container\":null,\"stop_reason\":\"end_turn\"}}\n\n", true, null)]
    [InlineData("""{"id":"msg_1","container":{"id":"container_1"},"content":[{"container":{"id":"no"}}],"usage":{"output_tokens":15}}""", false, "container_1")]
    [InlineData("""{"id":"msg_1","container":null,"usage":{"output_tokens":15}}""", false, null)]
    public void Container_OfAnthropic_IsTold(string answer, bool isStream, string? id)
    {
        UsageReader reader = isStream ? new AnthropicStreamReader() : new AnthropicAnswerReader();

        reader.Read(Encoding.UTF8.GetBytes(answer));

        Assert.Equal(id is null ? [] : [id], reader.KeptStates);
    }

    [Fact]
    public async Task Ids_AreRememberedBeforeTheEndOfTheAnswerIsOut()
    {
        using var harness = new RelayHarness
        {
            Entrance = new(new OpenAIResponses(), new OpenAIErrors(), false),
            Peek = () => new() { KeepsAnswer = true },
        };
        IReadOnlyList<string> toldBefore = [];
        harness.Ledger.OnSettle = () =>
        {
            toldBefore = [.. harness.States.Told];
            return Task.CompletedTask;
        };

        await harness.RelayAsync("""{"id":"resp_1","output":[{"id":"msg_1"}],"usage":{"input_tokens":1,"output_tokens":1}}"""u8.ToArray(), Chunkings.Of(10), stream: false);

        Assert.Equal(["resp_1", "msg_1"], toldBefore);
    }
}
