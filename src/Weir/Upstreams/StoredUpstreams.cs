using Weir.Proxy.Upstreams;
using Weir.Storage.Routing;

namespace Weir.Upstreams;

/// <summary>Upstreams of the database, as the data plane takes them.</summary>
internal static class StoredUpstreams
{
    /// <param name="upstream">The row.</param>
    /// <param name="keys">Opens its key. One that no longer opens is left out: the upstream refuses, and everything else goes on.</param>
    public static UpstreamConfig ToConfig(StoredUpstream upstream, UpstreamKeys keys) => new()
    {
        Name = upstream.Name,
        Kind = upstream.Kind,
        BaseUrl = new(upstream.BaseUrl),
        ApiKey = upstream.ProtectedKey is { } key ? keys.Unprotect(upstream.Id, key) : null,
        Dialects = [.. upstream.Dialects],
        IsPrivate = upstream.IsPrivate,
        ConnectTimeout = TimeSpan.FromSeconds(upstream.ConnectSeconds),
        FirstByteTimeout = TimeSpan.FromSeconds(upstream.FirstByteSeconds),
        IdleTimeout = TimeSpan.FromSeconds(upstream.IdleSeconds),
        MostConcurrent = upstream.MostConcurrent,
        WhenClientGone = upstream.WhenClientGone,
        SurchargeTokens = upstream.SurchargeTokens,
        RefusesSurcharges = upstream.RefusesSurcharges,
    };

    /// <summary>Writes everything but the key, which only some changes touch.</summary>
    public static void Write(StoredUpstream upstream, UpstreamConfig config)
    {
        upstream.Name = config.Name;
        upstream.Kind = config.Kind;
        upstream.BaseUrl = config.BaseUrl.AbsoluteUri;
        upstream.Dialects = [.. config.Dialects];
        upstream.IsPrivate = config.IsPrivate;
        upstream.ConnectSeconds = (int)config.ConnectTimeout.TotalSeconds;
        upstream.FirstByteSeconds = (int)config.FirstByteTimeout.TotalSeconds;
        upstream.IdleSeconds = (int)config.IdleTimeout.TotalSeconds;
        upstream.MostConcurrent = config.MostConcurrent;
        upstream.WhenClientGone = config.WhenClientGone;
        upstream.SurchargeTokens = config.SurchargeTokens;
        upstream.RefusesSurcharges = config.RefusesSurcharges;
    }

    /// <summary>True when there is a key that <see cref="ToConfig"/> could not open.</summary>
    public static bool HasLostKey(StoredUpstream upstream, UpstreamConfig config) => upstream.ProtectedKey is not null && config.ApiKey is null;
}
