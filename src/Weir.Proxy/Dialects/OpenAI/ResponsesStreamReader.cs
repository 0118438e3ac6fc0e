using Weir.Proxy.Metering;

namespace Weir.Proxy.Dialects.OpenAI;

/// <summary>
/// Reads the usage from a Responses stream: <c>response.created</c> tells the id, and only the last event, which repeats the whole response, the usage.
/// <code>
/// event: response.completed
/// data: {"type":"response.completed","sequence_number":17,"response":{"id":"resp_…","output":[…],"usage":{"input_tokens":9,"output_tokens":12,…}}}
/// </code>
/// </summary>
/// <param name="keepsAnswer">True when the upstream keeps it, so that later requests can name it and its items.</param>
internal sealed class ResponsesStreamReader(bool keepsAnswer) : SseUsageReader
{
    private ResponseEvent _event;

    /// <summary>Looks through an event that is too long to keep; null while there is none.</summary>
    private JsonPathCapture? _long;

    public override bool TellsInputLast => true;

    protected override void OnLine(ReadOnlySpan<byte> line, long length)
    {
        if (line.StartsWith("data:"u8))
        {
            OnData(Value(line, "data:"u8.Length), length - line.Length);
            _long = null;
        }
        else if (line.StartsWith("event:"u8))
        {
            _event = Named(Value(line, "event:"u8.Length));
        }
    }

    protected override void OnOverflow(ReadOnlySpan<byte> kept, ReadOnlySpan<byte> more)
    {
        if (_long is null)
        {
            _long = NewCapture();
            _long.Read(kept.StartsWith("data:"u8) ? Value(kept, "data:"u8.Length) : default);
        }

        _long.Read(more);
    }

    protected override bool OnEventEnd()
    {
        var ended = _event;
        _event = ResponseEvent.Unnamed;
        IsError = ended is ResponseEvent.Failed or ResponseEvent.Error;
        return ended is ResponseEvent.Ended or ResponseEvent.Failed or ResponseEvent.Error;
    }

    /// <param name="data">The event's JSON.</param>
    /// <param name="dropped">Bytes at the end of a line too long to keep; of a delta they are held to be output.</param>
    private void OnData(ReadOnlySpan<byte> data, long dropped)
    {
        if (_event == ResponseEvent.Unnamed)
        {
            _event = Named(EventJson.Type(data));
        }

        switch (_event)
        {
            case ResponseEvent.Delta or ResponseEvent.ThinkingDelta:
                OutputPieces++;
                OutputBytes += ResponseDelta.OutputBytes(data) + dropped;
                ShowsThinking |= _event == ResponseEvent.ThinkingDelta;
                break;
            case ResponseEvent.ItemAdded:
                // Thinking that is hidden is an item all the same: {"item":{"id":"rs_…","type":"reasoning","summary":[]}}.
                ShowsThinking |= data.IndexOf("\"reasoning\""u8) >= 0;
                Look(data);
                break;
            case ResponseEvent.Created or ResponseEvent.Ended or ResponseEvent.Failed:
                Look(data);
                break;
        }
    }

    private void Look(ReadOnlySpan<byte> data)
    {
        if (_long is null)
        {
            NewCapture().Read(data);
        }
    }

    private JsonPathCapture NewCapture() => new(OnFound, "response.usage", "response.id", "item.id");

    private void OnFound(int path, ReadOnlySpan<byte> value)
    {
        if (path == 0)
        {
            OpenAIUsageJson.Read(value, ref Counts);
            IsInputKnown = Counts.Input is not null;
            IsOutputFinal = Counts.Output is not null;
        }
        else if (keepsAnswer)
        {
            Keep(EventJson.Text(value));
        }
    }

    private static ResponseEvent Named(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.EndsWith(".delta"u8) => name.StartsWith("response.reasoning"u8) ? ResponseEvent.ThinkingDelta : ResponseEvent.Delta,
        _ when name.SequenceEqual("response.output_item.added"u8) => ResponseEvent.ItemAdded,
        _ when name.SequenceEqual("response.created"u8) => ResponseEvent.Created,
        _ when name.SequenceEqual("response.completed"u8) || name.SequenceEqual("response.incomplete"u8) || name.SequenceEqual("response.cancelled"u8) =>
            ResponseEvent.Ended,
        _ when name.SequenceEqual("response.failed"u8) => ResponseEvent.Failed,
        _ when name.SequenceEqual("error"u8) => ResponseEvent.Error,
        _ => ResponseEvent.Other,
    };
}
