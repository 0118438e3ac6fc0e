using System.Collections.Immutable;

namespace Weir.Settings;

/// <summary>The variable names that people already have, and the settings they stand for.</summary>
internal static class PlainVariables
{
    /// <summary>Where Weir's own settings stand in <c>appsettings.json</c>; <c>Weir__</c> in variables.</summary>
    public const string Section = "Weir:";

    /// <summary>Where two stand for the same setting the later one counts: <c>OLLAMA_HOST</c> is often set for a server beside this program.</summary>
    public static ImmutableArray<(string Name, string Setting)> Settings { get; } =
    [
        ("HOST", "Weir:Host"),
        ("PORT", "Weir:Port"),
        ("WEIR_DATA", "Weir:Data"),
        ("DATABASE_URL", DatabaseBinding.Url),
        ("WEIR_ADMIN_PASSWORD", "Weir:AdminPassword"),
        ("WEIR_MASTER_KEY", "Weir:MasterKey"),
        ("WEIR_MASTER_KEY_FILE", "Weir:MasterKeyFile"),
        ("ANTHROPIC_API_KEY", "Weir:Anthropic:ApiKey"),
        ("ANTHROPIC_BASE_URL", "Weir:Anthropic:BaseUrl"),
        ("OPENAI_API_KEY", "Weir:OpenAI:ApiKey"),
        ("OPENAI_BASE_URL", "Weir:OpenAI:BaseUrl"),
        ("OLLAMA_HOST", "Weir:Ollama:BaseUrl"),
        ("OLLAMA_URL", "Weir:Ollama:BaseUrl"),
    ];
}
