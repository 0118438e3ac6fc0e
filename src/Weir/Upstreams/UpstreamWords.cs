using Weir.Proxy.Dialects;
using Weir.Proxy.Routing;
using Weir.Proxy.Upstreams;

namespace Weir.Upstreams;

/// <summary>How what is said of upstreams and routes is written.</summary>
internal static class UpstreamWords
{
    /// <summary>The simulated one is nobody's to configure.</summary>
    public static Vocabulary<UpstreamKind> Kinds { get; } = new(
        (UpstreamKind.Anthropic, "anthropic"),
        (UpstreamKind.Ollama, "ollama"),
        (UpstreamKind.OpenAI, "openai"),
        (UpstreamKind.OpenAICompatible, "openai_compatible"));

    public static Vocabulary<Dialect> Dialects { get; } = new(
        (Dialect.Anthropic, "anthropic"),
        (Dialect.Ollama, "ollama"),
        (Dialect.OpenAI, "openai"));

    public static Vocabulary<ClientGonePolicy> WhenClientGone { get; } = new(
        (ClientGonePolicy.Drain, "drain"),
        (ClientGonePolicy.Cancel, "cancel"));

    public static Vocabulary<RouteSpread> Spreads { get; } = new(
        (RouteSpread.Ordered, "ordered"),
        (RouteSpread.Weighted, "weighted"));
}
