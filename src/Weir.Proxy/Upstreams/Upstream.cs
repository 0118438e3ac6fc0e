namespace Weir.Proxy.Upstreams;

/// <summary>A configured server that runs models, and the connections to it.</summary>
internal sealed class Upstream : IDisposable
{
    private readonly HttpMessageInvoker _invoker;

    public Upstream(UpstreamConfig config, HttpMessageHandler handler)
    {
        Config = config;
        _invoker = new(handler);
    }

    public UpstreamConfig Config { get; }

    /// <summary>Completes when the head of the answer is there.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _invoker.SendAsync(request, cancellationToken);

    /// <summary>The caller's path and query at this upstream, to the letter.</summary>
    public Uri Address(string path, string query) => new(
        string.Concat(Config.BaseUrl.AbsoluteUri.AsSpan().TrimEnd('/'), path, query),
        new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    public void Dispose() => _invoker.Dispose();
}
