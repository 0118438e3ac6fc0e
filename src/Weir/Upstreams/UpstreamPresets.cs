namespace Weir.Upstreams;

/// <summary>All kinds of upstreams that can be added.</summary>
internal static class UpstreamPresets
{
    public static readonly UpstreamPreset[] All =
    [
        new(
            "anthropic", "Anthropic", "Claude, from Anthropic itself", "anthropic",
            "https://api.anthropic.com", "https://api.anthropic.com", "It begins with sk-ant-; made at console.anthropic.com."),
        new(
            "ollama", "Ollama", "A machine of your own that runs Ollama", "ollama",
            "http://127.0.0.1:11434", "http://gpu-box:11434", "Ollama itself wants none; one in front of it may."),
        new(
            "openai", "OpenAI", "GPT, from OpenAI itself", "openai",
            "https://api.openai.com", "https://api.openai.com", "It begins with sk-; made at platform.openai.com."),
        new(
            "openai_compatible", "OpenAI-compatible", "OpenRouter, vLLM, llama.cpp, LM Studio and others that speak as OpenAI does", "",
            null, "https://openrouter.ai/api/v1", "Leave it empty where the server wants none."),
    ];

    public static UpstreamPreset Of(string kind) => Array.Find(All, preset => preset.Kind == kind) ?? new(kind, kind, "", "", null, "", "");
}
