using System.Collections.Immutable;
using Weir.Proxy.Dialects;

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

    /// <summary>The dialects it speaks, its own first.</summary>
    public required ImmutableArray<Dialect> Dialects { get; init; }

    /// <summary>True when it may be at an address of a private network, this machine included.</summary>
    public required bool IsPrivate { get; init; }

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From sending the request to the first byte of the answer; an answer that isn't streamed comes whole.</summary>
    public TimeSpan FirstByteTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Between two bytes of an answer.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Attempts at once, of this process; null: any number. Who comes beyond them waits in line.</summary>
    public int? MostConcurrent { get; init; }

    public required ClientGonePolicy WhenClientGone { get; init; }

    /// <summary>Input tokens reserved for each server tool or tool server that a request names.</summary>
    public long SurchargeTokens { get; init; } = 50_000;

    /// <summary>True to refuse, where a budget applies, what would otherwise be reserved with a surcharge.</summary>
    public bool RefusesSurcharges { get; init; }

    /// <summary>True when nothing is different, so that everything about the upstream may go on as it is.</summary>
    public bool IsSameAs(UpstreamConfig other) => ConnectsAs(other) && Behaviour == other.Behaviour && Dialects.SequenceEqual(other.Dialects);

    /// <summary>True when connections made for the other serve this one.</summary>
    public bool ConnectsAs(UpstreamConfig other) => Connection == other.Connection;

    private (string, UpstreamKind, Uri, bool, TimeSpan) Connection => (Name, Kind, BaseUrl, IsPrivate, ConnectTimeout);

    private (string?, TimeSpan, TimeSpan, int?, ClientGonePolicy, long, bool) Behaviour =>
        (ApiKey, FirstByteTimeout, IdleTimeout, MostConcurrent, WhenClientGone, SurchargeTokens, RefusesSurcharges);
}
