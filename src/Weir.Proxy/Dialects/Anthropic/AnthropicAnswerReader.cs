using Weir.Proxy.Metering;

namespace Weir.Proxy.Dialects.Anthropic;

/// <summary>
/// Reads the usage from an answer that isn't streamed: <c>{"id":"msg_…","content":[…],"usage":{…}}</c>. It is held, as far as there is
/// room, until it is whole: nobody can use a part of it, and one that is cut can still become a clear error. From then on only its
/// closing brace is held.
/// </summary>
internal sealed class AnthropicAnswerReader : UsageReader
{
    private readonly JsonMemberCapture _usage = new("usage"u8.ToArray());

    public override void Read(ReadOnlySpan<byte> bytes)
    {
        OutputBytes += bytes.Length;
        Held += bytes.Length;
        if (IsComplete)
        {
            return;
        }

        var behind = _usage.Read(bytes);
        IsGarbled = _usage.IsNoObject;
        if (_usage.IsComplete)
        {
            IsComplete = true;
            Held = 1 + behind;
            IsOutputFinal = AnthropicUsageJson.ReadUsage(_usage.Value, ref Counts);
            IsInputKnown = Counts.Input is not null;
        }
    }
}
