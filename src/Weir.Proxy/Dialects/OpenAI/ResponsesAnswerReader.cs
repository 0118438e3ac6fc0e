using Weir.Proxy.Metering;

namespace Weir.Proxy.Dialects.OpenAI;

/// <summary>
/// Reads the usage from a response that isn't streamed: <c>{"id":"resp_…","status":"completed","output":[{"id":"msg_…",…}],"usage":{…}}</c>. One that
/// failed or is incomplete has its usage too.
/// </summary>
/// <param name="keepsAnswer">True when the upstream keeps it, so that later requests can name it and its items.</param>
internal sealed class ResponsesAnswerReader(bool keepsAnswer) : JsonAnswerReader("usage", "status", "error", "id", "output.*.id")
{
    protected override void OnFound(int path, ReadOnlySpan<byte> value)
    {
        switch (path)
        {
            case 0:
                OpenAIUsageJson.Read(value, ref Counts);
                break;
            case 1:
                IsError |= EventJson.Text(value) == "failed";
                break;
            case 2:
                IsError |= EventJson.IsError(value);
                break;
            case var _ when keepsAnswer:
                Keep(EventJson.Text(value));
                break;
        }
    }

    protected override void OnEnd()
    {
        IsInputKnown = Counts.Input is not null;
        IsOutputFinal = Counts.Output is not null;
    }
}
