namespace Weir.Proxy.Upstreams;

/// <summary>What an upstream is. The numbers are stored.</summary>
public enum UpstreamKind
{
    Anthropic = 0,

    Ollama = 1,

    /// <summary>OpenAI itself.</summary>
    OpenAI = 2,

    /// <summary>A server that speaks OpenAI's dialect: OpenRouter, vLLM, llama.cpp, LM Studio.</summary>
    OpenAICompatible = 3,

    /// <summary>Weir's own demonstration model, there only while nothing else is configured.</summary>
    Simulated = 4,
}
