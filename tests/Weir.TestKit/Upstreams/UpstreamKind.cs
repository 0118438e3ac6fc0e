namespace Weir.TestKit.Upstreams;

/// <summary>Whose server a fake upstream imitates: which paths it has, how it says no, and what its models are.</summary>
public enum UpstreamKind
{
    Anthropic,

    /// <summary>With its own paths, and OpenAI's and Anthropic's as Ollama imitates them.</summary>
    Ollama,

    /// <summary>OpenAI itself, or a server that is compatible with it.</summary>
    OpenAI,
}
