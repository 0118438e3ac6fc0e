using System.Collections.Immutable;
using Weir.Accounting;
using Weir.Proxy.Dialects;
using Weir.Proxy.Metering;
using Weir.Proxy.Routing;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy;

/// <summary>What the data plane is configured with. The host reads it once, validated, from its settings.</summary>
public sealed class ProxySettings
{
    /// <summary>What is there from the start; <see cref="UpstreamCatalog.Apply"/> replaces it.</summary>
    public required RoutingConfig Routing { get; init; }

    /// <summary>By dialect, the model of a request that names none.</summary>
    public ImmutableDictionary<Dialect, string> DefaultModels { get; init; } = ImmutableDictionary<Dialect, string>.Empty;

    /// <summary>The output cap of <c>/api/inference/anthropic/messages</c> when the request has none.</summary>
    public long DefaultMaxTokens { get; init; } = 4_096;

    /// <summary>What is known of models, by name; the first whose pattern fits counts.</summary>
    public ImmutableArray<ModelConfig> Models { get; init; } = [];

    /// <summary>What is in force from the start; <see cref="PriceList.Apply"/> replaces it.</summary>
    public PriceBook Prices { get; init; } = ShippedPrices.Anthropic.ToBook();

    /// <summary>Bytes of request bodies held at once, over all callers.</summary>
    public required long BodyMemory { get; init; }

    /// <summary>How long an attempt waits in line for open reservations.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary><c>count_tokens</c> requests a minute and user.</summary>
    public int CountsPerMinute { get; init; } = 600;

    /// <summary>How long open streams may go on once the host stops.</summary>
    public TimeSpan StopDeadline { get; init; } = TimeSpan.FromSeconds(30);
}
