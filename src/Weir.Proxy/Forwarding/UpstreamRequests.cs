using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Weir.Proxy.Dialects.Anthropic;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Forwarding;

/// <summary>Builds what goes out: the upstream's credentials in, the caller's out.</summary>
internal sealed class UpstreamRequests(InstanceId instance)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <param name="http">The caller's request, for its query and the headers that pass.</param>
    /// <param name="upstream">Where it goes.</param>
    /// <param name="path">The path there.</param>
    /// <param name="content">The body; null for a request without.</param>
    public HttpRequestMessage Create(HttpContext http, Upstream upstream, string path, HttpContent? content)
    {
        var address = upstream.Address(path, http.Request.QueryString.Value ?? "");
        var request = new HttpRequestMessage(content is null ? HttpMethod.Get : HttpMethod.Post, address)
        {
            Content = content,
            // One HTTP/2 connection carries many streams where TLS can agree on it; without TLS it is HTTP/1.1.
            Version = address.Scheme == Uri.UriSchemeHttps ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        ForwardedHeaders.CopyToUpstream(http.Request.Headers, request);
        if (content is not null)
        {
            content.Headers.ContentType = MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) ? type : Json;
        }

        if (!http.Request.Headers.ContainsKey("anthropic-version"))
        {
            request.Headers.Add("anthropic-version", AnthropicDialect.DefaultVersion);
        }

        if (upstream.Config.ApiKey is { } key)
        {
            request.Headers.Add("x-api-key", key);
        }

        request.Headers.Add(ForwardedHeaders.Hop, instance.Value);
        return request;
    }
}
