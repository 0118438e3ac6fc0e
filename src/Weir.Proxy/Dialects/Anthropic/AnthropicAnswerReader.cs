using Weir.Proxy.Metering;

namespace Weir.Proxy.Dialects.Anthropic;

/// <summary>Reads the usage from an answer that isn't streamed: <c>{"id":"msg_…","content":[…],"container":{"id":"container_…"},"usage":{…}}</c>.</summary>
internal sealed class AnthropicAnswerReader() : JsonAnswerReader("usage", "container.id")
{
    private const int Usage = 0;

    protected override void OnFound(int path, ReadOnlySpan<byte> value)
    {
        if (path == Usage)
        {
            IsOutputFinal = AnthropicUsageJson.ReadUsage(value, ref Counts);
        }
        else
        {
            Keep(EventJson.Text(value));
        }
    }

    protected override void OnEnd() => IsInputKnown = Counts.Input is not null;
}
