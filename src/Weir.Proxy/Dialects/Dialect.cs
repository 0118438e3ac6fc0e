namespace Weir.Proxy.Dialects;

/// <summary>A wire format. Callers speak one, an upstream speaks one or several. The numbers are stored.</summary>
public enum Dialect
{
    Anthropic = 0,
    Ollama = 1,
    OpenAI = 2,
}
