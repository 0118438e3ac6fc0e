using Weir.Proxy.Dialects;

namespace Weir.Connect;

/// <summary>All clients that Weir has snippets for, in the order in which they are offered.</summary>
internal static class ConnectClients
{
    /// <summary>Why an agent wants a limit in money.</summary>
    public const string AgentAdvice =
        "An agent reads its whole conversation again at every step, a hundred thousand tokens at a time. Nearly all of that comes from the cache and costs a tenth or less, "
        + "but a limit in tokens counts it in full. So limit agents by money: ask an administrator for a monthly budget in dollars.";

    private static readonly Dialect[] Anthropic = [Dialect.Anthropic];

    private static readonly Dialect[] OpenAI = [Dialect.OpenAI];

    private static readonly Dialect[] Ollama = [Dialect.Ollama];

    private static readonly Dialect[] Any = [Dialect.Anthropic, Dialect.OpenAI, Dialect.Ollama];

    public static IReadOnlyList<ConnectClient> All { get; } =
    [
        new("claude-code", "Claude Code", Anthropic, AgentSnippets.ClaudeCode) { IsAgent = true },
        new("codex", "Codex", OpenAI, AgentSnippets.Codex) { IsAgent = true },
        new("anthropic-python", "Anthropic SDK, Python", Anthropic, AnthropicSnippets.Python),
        new("anthropic-typescript", "Anthropic SDK, TypeScript", Anthropic, AnthropicSnippets.TypeScript),
        new("anthropic-csharp", "Anthropic SDK, C#", Anthropic, AnthropicSnippets.CSharp),
        new("openai-python", "OpenAI SDK, Python", OpenAI, OpenAISnippets.Python),
        new("openai-typescript", "OpenAI SDK, TypeScript", OpenAI, OpenAISnippets.TypeScript),
        new("openai-csharp", "OpenAI SDK, C#", OpenAI, OpenAISnippets.CSharp),
        new("ollama-cli", "Ollama, command line", Ollama, OllamaSnippets.CommandLine)
        {
            PutsKeyInPath = true,
            Note = "It can send no key of its own, so the key stands in the address, where shells and proxies may write it down: give it a key of its own, with an end.",
        },
        new("ollama-python", "Ollama library, Python", Ollama, OllamaSnippets.Python),
        new("ollama-javascript", "Ollama library, JavaScript", Ollama, OllamaSnippets.JavaScript),
        new("ollama-csharp", "OllamaSharp, C#", Ollama, OllamaSnippets.CSharp),
        new("curl", "curl", Any, PlainSnippets.Curl),
        new("fetch", "fetch, in a browser", Any, PlainSnippets.Fetch)
        {
            NeedsNoKey = true,
            Note = "For a page that this server's address serves, say by the same reverse proxy. It calls with the session of whoever is signed in, and what they use counts as theirs.",
        },
    ];

    public static ConnectClient? Find(string? id) => All.FirstOrDefault(client => client.Id == id);
}
