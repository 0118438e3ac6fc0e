namespace Weir.Proxy.Dialects.Ollama;

/// <summary>The members of an answer that metering looks at.</summary>
internal enum OllamaMember
{
    Other,
    Message,

    /// <summary>What the model wrote or thought.</summary>
    Text,

    ToolCalls,
    Done,
    DoneReason,
    PromptCount,
    OutputCount,
    Error,
}
