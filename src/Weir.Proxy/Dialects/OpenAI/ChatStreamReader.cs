using Weir.Proxy.Metering;

namespace Weir.Proxy.Dialects.OpenAI;

/// <summary>
/// Reads the usage from a stream of chat completion chunks. Servers tell it in a chunk of its own, in the one that finishes, or in all of them
/// as totals so far: the last counts.
/// <code>
/// data: {"object":"chat.completion.chunk","choices":[],"usage":{"prompt_tokens":25,"completion_tokens":15,"total_tokens":40}}
///
/// data: [DONE]
/// </code>
/// </summary>
/// <param name="asksForUsage">True when the caller asked for the chunk that only tells the usage; else it is withheld.</param>
internal sealed class ChatStreamReader(bool asksForUsage) : SseUsageReader
{
    private UsageCounts _timings;
    private bool _isError;
    private bool _isUsageAlone;

    /// <summary>Looks through a chunk that is too long to keep; null while there is none.</summary>
    private JsonPathCapture? _long;

    public override bool TellsInputLast => true;

    protected override void OnLine(ReadOnlySpan<byte> line, long length)
    {
        if (!line.StartsWith("data:"u8))
        {
            return;
        }

        var data = Value(line, "data:"u8.Length);
        if (data.TrimEnd(" "u8).SequenceEqual("[DONE]"u8))
        {
            OnDone();
            EndAtLine();
            return;
        }

        var chunk = ChatChunk.Read(data);
        OutputBytes += chunk.OutputBytes + (length - line.Length);
        OutputPieces += chunk.OutputBytes > 0 ? 1 : 0;
        ShowsThinking |= chunk.ShowsThinking;
        _isError |= chunk.IsError;
        _isUsageAlone = !chunk.HasChoices && !chunk.Usage.IsEmpty;
        Keep(chunk.AudioId);
        if (_long is null && !(chunk.Usage.IsEmpty && chunk.Timings.IsEmpty))
        {
            Take(data.Slice(chunk.Usage.Start, chunk.Usage.Length), data.Slice(chunk.Timings.Start, chunk.Timings.Length));
        }

        _long = null;
    }

    protected override void OnOverflow(ReadOnlySpan<byte> kept, ReadOnlySpan<byte> more)
    {
        if (_long is null)
        {
            _long = new(OnFound, "usage", "timings", "error");
            _long.Read(kept.StartsWith("data:"u8) ? Value(kept, "data:"u8.Length) : default);
        }

        _long.Read(more);
    }

    protected override bool OnEventEnd()
    {
        if (_isUsageAlone && !asksForUsage)
        {
            WithholdEvent();
        }

        _isUsageAlone = false;
        IsError = _isError;
        return _isError;
    }

    private void OnFound(int path, ReadOnlySpan<byte> value)
    {
        _isError |= path == 2 && EventJson.IsError(value);
        Take(path == 0 ? value : default, path == 1 ? value : default);
    }

    private void Take(ReadOnlySpan<byte> usage, ReadOnlySpan<byte> timings)
    {
        OpenAIUsageJson.Read(usage, ref Counts);
        OpenAIUsageJson.ReadTimings(timings, ref _timings);
        IsInputKnown = Counts.Input is not null;
        // A chunk that has nothing else comes when all is told.
        IsOutputFinal = _isUsageAlone && Counts.Output is not null;
    }

    private void OnDone()
    {
        if (Counts is { Input: null, Output: null })
        {
            Counts = _timings;
        }

        IsInputKnown = Counts.Input is not null;
        IsOutputFinal = Counts.Output is not null;
    }
}
