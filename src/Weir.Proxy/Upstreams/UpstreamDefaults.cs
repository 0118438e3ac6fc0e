using System.Collections.Immutable;
using System.Net;
using Weir.Proxy.Dialects;

namespace Weir.Proxy.Upstreams;

/// <summary>What is usual for a kind of upstream where the operator wrote nothing.</summary>
public static class UpstreamDefaults
{
    /// <summary>Ollama imitates the other two, well enough for their SDKs and Claude Code.</summary>
    public static ImmutableArray<Dialect> Dialects(UpstreamKind kind) => kind switch
    {
        UpstreamKind.Ollama => [Dialect.Ollama, Dialect.OpenAI, Dialect.Anthropic],
        UpstreamKind.OpenAI or UpstreamKind.OpenAICompatible => [Dialect.OpenAI],
        _ => [Dialect.Anthropic],
    };

    /// <summary>The dialect in which an upstream of this kind lists its models.</summary>
    public static Dialect Native(UpstreamKind kind) => Dialects(kind)[0];

    /// <summary>Each further token of a hosted model costs money that knowing the usage is worth; a local one is freed.</summary>
    public static ClientGonePolicy WhenClientGone(UpstreamKind kind) =>
        kind == UpstreamKind.Ollama ? ClientGonePolicy.Cancel : ClientGonePolicy.Drain;

    /// <summary>
    /// An Ollama stands on a machine of one's own, and who wrote down an address, or <c>localhost</c>, meant it. Any other name must not
    /// come to lead into the private network by what a resolver says.
    /// </summary>
    public static bool IsPrivate(UpstreamKind kind, Uri baseUrl) =>
        kind == UpstreamKind.Ollama || baseUrl.IsLoopback || IPAddress.TryParse(baseUrl.IdnHost.Trim('[', ']'), out _);
}
