using Weir.Proxy.Metering;

namespace Weir.Proxy.Dialects.OpenAI;

/// <summary>Reads the usage from a chat completion that isn't streamed: <c>{"id":"chatcmpl-…","choices":[{"message":{…}}],"usage":{…}}</c>.</summary>
internal sealed class ChatAnswerReader() : JsonAnswerReader("usage", "timings", "error", "choices.*.message.audio.id")
{
    private UsageCounts _timings;

    protected override void OnFound(int path, ReadOnlySpan<byte> value)
    {
        switch (path)
        {
            case 0:
                OpenAIUsageJson.Read(value, ref Counts);
                break;
            case 1:
                OpenAIUsageJson.ReadTimings(value, ref _timings);
                break;
            case 2:
                IsError = EventJson.IsError(value);
                break;
            default:
                Keep(EventJson.Text(value));
                break;
        }
    }

    protected override void OnEnd()
    {
        if (Counts is { Input: null, Output: null })
        {
            Counts = _timings;
        }

        IsInputKnown = Counts.Input is not null;
        IsOutputFinal = Counts.Output is not null;
    }
}
