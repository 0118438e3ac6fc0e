using static Weir.Connect.SnippetFacts;

namespace Weir.Connect;

/// <summary>How coding agents are connected.</summary>
internal static class AgentSnippets
{
    public static IReadOnlyList<Snippet> ClaudeCode(SnippetFacts facts) =>
    [
        new("In a terminal", "sh", $"""
            export ANTHROPIC_BASE_URL={facts.Base}
            export ANTHROPIC_AUTH_TOKEN={facts.Key}
            claude --model {facts.Model}
            """),
        new("In PowerShell", "powershell", $"""
            $env:ANTHROPIC_BASE_URL = "{facts.Base}"
            $env:ANTHROPIC_AUTH_TOKEN = "{facts.Key}"
            claude --model {facts.Model}
            """),
    ];

    public static IReadOnlyList<Snippet> Codex(SnippetFacts facts) =>
    [
        new("In the file ~/.codex/config.toml", "toml", $"""
            model = {Quote(facts.Model)}
            model_provider = "weir"

            [model_providers.weir]
            name = "Weir"
            base_url = "{facts.Base}/v1"
            env_key = "WEIR_KEY"
            wire_api = "responses"
            """),
        new("In a terminal", "sh", $"""
            export WEIR_KEY={facts.Key}
            codex
            """),
    ];
}
