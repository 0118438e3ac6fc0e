using System.Text.Json;
using Weir.Proxy.Dialects;

namespace Weir.Connect;

/// <summary>What snippets are written for: this server, a key, a model, and what is asked of it.</summary>
/// <param name="Address">Scheme, host and port, as browsers see this server.</param>
/// <param name="Key">The API key.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Dialect">What is spoken, where a client speaks several.</param>
internal sealed record SnippetFacts(Uri Address, string Key, string Model, Dialect Dialect)
{
    /// <summary>What stands in a snippet while there is no key.</summary>
    public const string NoKey = "weir_…";

    public string Question { get; init; } = "What is a weir?";

    public string? System { get; init; }

    public double? Temperature { get; init; }

    public int MaxTokens { get; init; } = 1024;

    /// <summary>Without a slash at its end.</summary>
    public string Base => Address.GetLeftPart(UriPartial.Authority);

    /// <summary>A text as a literal of JSON, which is one of C#, Python and JavaScript too. Letters stay as they are.</summary>
    public static string Quote(string text) => JsonSerializer.Serialize(text, SnippetJson.Readable);
}
