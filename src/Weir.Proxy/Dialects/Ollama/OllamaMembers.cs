namespace Weir.Proxy.Dialects.Ollama;

/// <summary>The names of <see cref="OllamaMember"/>.</summary>
internal static class OllamaMembers
{
    public static OllamaMember Named(ReadOnlySpan<byte> name, bool isInMessage) => isInMessage
        ? name switch
        {
            _ when name.SequenceEqual("content"u8) || name.SequenceEqual("thinking"u8) => OllamaMember.Text,
            _ when name.SequenceEqual("tool_calls"u8) => OllamaMember.ToolCalls,
            _ => OllamaMember.Other,
        }
        : name switch
        {
            _ when name.SequenceEqual("message"u8) => OllamaMember.Message,
            _ when name.SequenceEqual("response"u8) || name.SequenceEqual("thinking"u8) => OllamaMember.Text,
            _ when name.SequenceEqual("tool_calls"u8) => OllamaMember.ToolCalls,
            _ when name.SequenceEqual("done"u8) => OllamaMember.Done,
            _ when name.SequenceEqual("done_reason"u8) => OllamaMember.DoneReason,
            _ when name.SequenceEqual("prompt_eval_count"u8) => OllamaMember.PromptCount,
            _ when name.SequenceEqual("eval_count"u8) => OllamaMember.OutputCount,
            _ when name.SequenceEqual("error"u8) => OllamaMember.Error,
            _ => OllamaMember.Other,
        };
}
