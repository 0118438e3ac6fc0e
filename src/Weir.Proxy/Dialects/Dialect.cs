namespace Weir.Proxy.Dialects;

/// <summary>A wire format. Callers speak one, an upstream speaks one or several.</summary>
public enum Dialect
{
    Anthropic,
    Ollama,
    OpenAI,
}
