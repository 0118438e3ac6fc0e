using Weir.Accounting;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Metering;

/// <summary>The prices in force. They can change at any time; an attempt keeps the one of its admission.</summary>
public sealed class PriceList(ProxySettings settings, TimeProvider time)
{
    /// <summary>A model on a machine of one's own costs nothing that a list of prices could know, unless somebody gave it a price.</summary>
    public static Price OwnMachine { get; } = new()
    {
        Id = new(new Guid("00000000-0000-8000-8000-000000000001")),
        Name = "Ollama and simulated upstreams, where nothing else is said",
        Models = ["*"],
        IsShipped = true,
        Rates = new(0, 0, 0, 0, 0),
    };

    private PriceBook _current = settings.Prices;

    public PriceBook Current => Volatile.Read(ref _current);

    /// <summary>Puts other prices in force for every attempt that is yet to be admitted.</summary>
    public void Apply(PriceBook book) => Volatile.Write(ref _current, book);

    /// <summary>What an attempt has that is admitted now.</summary>
    /// <param name="upstream">The upstream's name.</param>
    /// <param name="kind">What that is.</param>
    /// <param name="model">The model's name there.</param>
    public Price Find(string upstream, UpstreamKind kind, string model)
    {
        var price = Current.Find(upstream, model, time.GetUtcNow());
        return price.IsFallback && kind is UpstreamKind.Ollama or UpstreamKind.Simulated ? OwnMachine : price;
    }

    internal Price Find(UpstreamConfig upstream, string model) => Find(upstream.Name, upstream.Kind, model);
}
