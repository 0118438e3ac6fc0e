using Weir.Proxy.Metering;

namespace Weir.Proxy.Dialects.OpenAI;

/// <summary>Reads the usage from embeddings, which have no output: <c>{"object":"list","data":[…],"usage":{"prompt_tokens":8,"total_tokens":8}}</c>.</summary>
internal sealed class EmbeddingsAnswerReader() : JsonAnswerReader("usage", "error")
{
    protected override void OnFound(int path, ReadOnlySpan<byte> value)
    {
        if (path == 0)
        {
            OpenAIUsageJson.Read(value, ref Counts);
        }
        else
        {
            IsError = EventJson.IsError(value);
        }
    }

    protected override void OnEnd()
    {
        IsInputKnown = Counts.Input is not null;
        Counts.Output = 0;
        IsOutputFinal = true;
    }
}
