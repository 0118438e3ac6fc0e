using Weir.Proxy.Metering;

namespace Weir.Proxy.Dialects.Anthropic;

/// <summary>
/// Reads the usage from a Messages stream: <c>message_start</c> tells the input, each <c>message_delta</c> the whole output so far,
/// <c>message_stop</c> or <c>error</c> ends it.
/// <code>
/// event: message_delta
/// data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":15}}
/// </code>
/// </summary>
internal sealed class AnthropicStreamReader : SseUsageReader
{
    private AnthropicEvent _event;

    protected override void OnLine(ReadOnlySpan<byte> line, long length)
    {
        if (line.StartsWith("data:"u8))
        {
            OnData(Value(line, "data:"u8.Length), length - line.Length);
        }
        else if (line.StartsWith("event:"u8))
        {
            _event = Named(Value(line, "event:"u8.Length));
        }
    }

    protected override bool OnEventEnd()
    {
        var ended = _event;
        _event = AnthropicEvent.Unnamed;
        IsError = ended == AnthropicEvent.Error;
        return ended is AnthropicEvent.MessageStop or AnthropicEvent.Error;
    }

    /// <param name="data">The event's JSON.</param>
    /// <param name="dropped">Bytes at the end of a line too long to keep; they are held to be output.</param>
    private void OnData(ReadOnlySpan<byte> data, long dropped)
    {
        if (_event == AnthropicEvent.Unnamed)
        {
            _event = Named(EventJson.Type(data));
        }

        switch (_event)
        {
            case AnthropicEvent.ContentBlockDelta or AnthropicEvent.ContentBlockStart:
                OutputPieces++;
                OutputBytes += AnthropicEventJson.OutputBytes(data, out var isThinking) + dropped;
                ShowsThinking |= isThinking;
                break;
            case AnthropicEvent.MessageStart:
                AnthropicUsageJson.ReadMessageStart(data, ref Counts);
                IsInputKnown = Counts.Input is not null;
                break;
            case AnthropicEvent.MessageDelta:
                IsOutputFinal |= AnthropicUsageJson.ReadMessageDelta(data, ref Counts);
                KeepContainer(data);
                break;
        }
    }

    /// <summary>Of <c>{"type":"message_delta","delta":{"container":{"id":"container_…"},…},…}</c>, which code execution leaves behind.</summary>
    private void KeepContainer(ReadOnlySpan<byte> data)
    {
        if (data.IndexOf("\"container\""u8) >= 0)
        {
            new JsonPathCapture((_, id) => Keep(EventJson.Text(id)), "delta.container.id").Read(data);
        }
    }

    private static AnthropicEvent Named(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("content_block_delta"u8) => AnthropicEvent.ContentBlockDelta,
        _ when name.SequenceEqual("content_block_start"u8) => AnthropicEvent.ContentBlockStart,
        _ when name.SequenceEqual("message_start"u8) => AnthropicEvent.MessageStart,
        _ when name.SequenceEqual("message_delta"u8) => AnthropicEvent.MessageDelta,
        _ when name.SequenceEqual("message_stop"u8) => AnthropicEvent.MessageStop,
        _ when name.SequenceEqual("error"u8) => AnthropicEvent.Error,
        _ => AnthropicEvent.Other,
    };
}
