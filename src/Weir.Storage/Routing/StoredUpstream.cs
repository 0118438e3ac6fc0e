using Weir.Proxy.Dialects;
using Weir.Proxy.Upstreams;

namespace Weir.Storage.Routing;

/// <summary>An upstream that an administrator added, besides those of the settings.</summary>
public sealed class StoredUpstream
{
    public Guid Id { get; set; }

    public required string Name { get; set; }

    public UpstreamKind Kind { get; set; }

    public required string BaseUrl { get; set; }

    /// <summary>The key as the key ring protects it; null: the upstream wants none.</summary>
    public byte[]? ProtectedKey { get; set; }

    public List<Dialect> Dialects { get; set; } = [];

    public bool IsPrivate { get; set; }

    public int ConnectSeconds { get; set; }

    public int FirstByteSeconds { get; set; }

    public int IdleSeconds { get; set; }

    public int? MostConcurrent { get; set; }

    public ClientGonePolicy WhenClientGone { get; set; }

    public long SurchargeTokens { get; set; }

    public bool RefusesSurcharges { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
