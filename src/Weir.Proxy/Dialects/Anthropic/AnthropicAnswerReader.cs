using Weir.Proxy.Metering;

namespace Weir.Proxy.Dialects.Anthropic;

/// <summary>
/// Reads the usage from an answer that isn't streamed: <c>{"id":"msg_…","content":[…],"usage":{…}}</c>. It is held back by one byte,
/// since only the connection's end says which byte is the last.
/// </summary>
internal sealed class AnthropicAnswerReader : UsageReader
{
    private readonly JsonMemberCapture _usage = new("usage"u8.ToArray());

    public override void Read(ReadOnlySpan<byte> bytes)
    {
        OutputBytes += bytes.Length;
        Held = 1;
        if (IsComplete)
        {
            return;
        }

        _usage.Read(bytes);
        IsGarbled = _usage.IsNoObject;
        if (_usage.IsComplete)
        {
            IsComplete = true;
            IsOutputFinal = AnthropicUsageJson.ReadUsage(_usage.Value, ref Counts);
            IsInputKnown = Counts.Input is not null;
        }
    }
}
