using Weir.Proxy.Dialects;

namespace Weir.Proxy.Upstreams;

/// <summary>
/// A configured server that runs models: what is written about it, which never changes, the connections to it, and the state that
/// outlives changes.
/// </summary>
internal sealed class Upstream
{
    private readonly HttpMessageInvoker _invoker;

    private Upstream(UpstreamConfig config, HttpMessageInvoker invoker, UpstreamState state) => (Config, _invoker, State) = (config, invoker, state);

    public Upstream(UpstreamConfig config, HttpMessageHandler handler)
        : this(config, new HttpMessageInvoker(handler), new UpstreamState()) => State.Line.Limit(config.MostConcurrent);

    public UpstreamConfig Config { get; }

    public string Name => Config.Name;

    public UpstreamState State { get; }

    public bool Speaks(Dialect dialect) => Config.Dialects.Contains(dialect);

    /// <summary>The same upstream after a change that its connections don't depend on.</summary>
    public Upstream With(UpstreamConfig config)
    {
        State.Line.Limit(config.MostConcurrent);
        return new(config, _invoker, State);
    }

    /// <summary>Completes when the head of the answer is there.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _invoker.SendAsync(request, cancellationToken);

    /// <summary>The caller's path and query at this upstream, to the letter.</summary>
    public Uri Address(string path, string query) => new(
        string.Concat(Config.BaseUrl.AbsoluteUri.AsSpan().TrimEnd('/'), path, query),
        new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
}
