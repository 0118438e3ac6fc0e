using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Weir.Proxy.Routing;
using Weir.Proxy.Upstreams;
using Weir.TestKit.Upstreams;
using UpstreamKind = Weir.Proxy.Upstreams.UpstreamKind;

namespace Weir.IntegrationTests.Running;

/// <summary>Starts a <see cref="WeirHost"/> in front of Ollama boxes.</summary>
internal static class OllamaHost
{
    public static FakeUpstream NewBox(Func<ReceivedRequest, Script>? onRequest = null) => new()
    {
        Kind = global::Weir.TestKit.Upstreams.UpstreamKind.Ollama,
        OnRequest = onRequest ?? (_ => new()),
    };

    /// <summary>The upstream is called <c>ollama</c>.</summary>
    public static Task<WeirHost> StartAsync(FakeUpstream box, CancellationToken cancellationToken, Action<IServiceCollection>? replace = null) =>
        StartAsync([Config("ollama", box)], [], cancellationToken, replace);

    public static async Task<WeirHost> StartAsync(
        ImmutableArray<UpstreamConfig> upstreams,
        ImmutableArray<RouteConfig> routes,
        CancellationToken cancellationToken,
        Action<IServiceCollection>? replace = null)
    {
        var weir = await WeirHost.StartAsync(upstream: null, cancellationToken, replace);
        weir.Services.GetRequiredService<UpstreamCatalog>().Apply(new(upstreams, routes));
        return weir;
    }

    public static UpstreamConfig Config(string name, FakeUpstream upstream, UpstreamKind kind = UpstreamKind.Ollama) => new()
    {
        Name = name,
        Kind = kind,
        BaseUrl = upstream.Address,
        Dialects = UpstreamDefaults.Dialects(kind),
        IsPrivate = true,
        WhenClientGone = UpstreamDefaults.WhenClientGone(kind),
    };

    /// <summary>As a program with an API key sends it.</summary>
    public static byte[] Post(string target, string key, string body) => Running.Post.To(target, body, ("authorization", $"Bearer {key}"));

    /// <summary>A small question, streamed unless it says otherwise.</summary>
    public static string Chat(string model = "llama3.2", string extra = "") => $$"""{"model":"{{model}}","messages":[{"role":"user","content":"Hi"}]{{extra}}}""";

    /// <summary>What callers asked for, without Weir's own questions.</summary>
    public static IReadOnlyList<ReceivedRequest> Asked(this FakeUpstream box) => [.. box.Book.Requests.Where(request => request.Method == "POST")];
}
