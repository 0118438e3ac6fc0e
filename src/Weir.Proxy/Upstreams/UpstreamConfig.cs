namespace Weir.Proxy.Upstreams;

/// <summary>What the operator wrote about one upstream. A class and not a record: a record's <c>ToString</c> would print the key.</summary>
public sealed class UpstreamConfig
{
    /// <summary>Unique; it is what usage calls the backend.</summary>
    public required string Name { get; init; }

    public required UpstreamKind Kind { get; init; }

    /// <summary>Scheme, host, port and path prefix, without a trailing <c>/</c> or <c>/v1</c>.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>The credential that callers never see.</summary>
    public string? ApiKey { get; init; }

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From sending the request to the first byte of the answer; an answer that isn't streamed comes whole.</summary>
    public TimeSpan FirstByteTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Between two bytes of an answer.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    public ClientGonePolicy WhenClientGone { get; init; } = ClientGonePolicy.Drain;

    /// <summary>Input tokens reserved for each server tool or tool server that a request names.</summary>
    public long SurchargeTokens { get; init; } = 50_000;
}
