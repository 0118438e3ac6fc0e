using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Weir.Proxy.Dialects;
using Weir.Proxy.Dialects.Anthropic;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Forwarding;

/// <summary>Builds what goes out: the upstream's credentials in, the caller's out.</summary>
internal sealed class UpstreamRequests(InstanceId instance)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <param name="http">The caller's request, for its query and the headers that pass.</param>
    /// <param name="upstream">Where it goes.</param>
    /// <param name="dialect">What is spoken.</param>
    /// <param name="path">The path there.</param>
    /// <param name="content">The body; null for a request without.</param>
    public HttpRequestMessage Create(HttpContext http, Upstream upstream, Dialect dialect, string path, HttpContent? content)
    {
        var request = Create(upstream, upstream.Address(path, http.Request.QueryString.Value ?? ""), content);
        ForwardedHeaders.CopyToUpstream(http.Request.Headers, request);
        if (content is not null)
        {
            content.Headers.ContentType = MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) ? type : Json;
        }

        if (dialect == Dialect.Anthropic && !http.Request.Headers.ContainsKey("anthropic-version"))
        {
            request.Headers.Add("anthropic-version", AnthropicMessages.DefaultVersion);
        }

        return request;
    }

    /// <summary>A question of Weir's own: which models there are.</summary>
    public HttpRequestMessage Ask(Upstream upstream, string pathAndQuery)
    {
        var request = Create(upstream, upstream.Address(pathAndQuery, ""), content: null);
        if (UpstreamDefaults.Native(upstream.Config.Kind) == Dialect.Anthropic)
        {
            request.Headers.Add("anthropic-version", AnthropicMessages.DefaultVersion);
        }

        return request;
    }

    private HttpRequestMessage Create(Upstream upstream, Uri address, HttpContent? content)
    {
        var request = new HttpRequestMessage(content is null ? HttpMethod.Get : HttpMethod.Post, address)
        {
            Content = content,
            // One HTTP/2 connection carries many streams where TLS can agree on it; without TLS it is HTTP/1.1.
            Version = address.Scheme == Uri.UriSchemeHttps ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        if (upstream.Config.ApiKey is { } key)
        {
            if (upstream.Config.Kind == UpstreamKind.Anthropic)
            {
                request.Headers.Add("x-api-key", key);
            }
            else
            {
                request.Headers.Add("Authorization", $"Bearer {key}");
            }
        }

        request.Headers.Add(ForwardedHeaders.Hop, instance.Value);
        return request;
    }
}
