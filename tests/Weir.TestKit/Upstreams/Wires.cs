using Weir.TestKit.Upstreams.Anthropic;
using Weir.TestKit.Upstreams.Ollama;
using Weir.TestKit.Upstreams.OpenAI;

namespace Weir.TestKit.Upstreams;

/// <summary>Which dialect a server speaks at which path. A path that it doesn't have is refused in its own dialect.</summary>
internal sealed class Wires(FakeUpstream upstream)
{
    private readonly AnthropicWire _anthropic = new(upstream);
    private readonly OllamaWire _ollama = new(upstream);
    private readonly OpenAIWire _openAI = new(upstream);

    public IWire For(string path) => upstream.Kind switch
    {
        UpstreamKind.Anthropic => _anthropic,
        UpstreamKind.OpenAI => _openAI,
        _ => path switch
        {
            "/v1/messages" => _anthropic,
            "/v1/chat/completions" or "/v1/responses" or "/v1/embeddings" or "/v1/models" => _openAI,
            _ when path.StartsWith("/v1/models/", StringComparison.Ordinal) => _openAI,
            _ => _ollama,
        },
    };
}
