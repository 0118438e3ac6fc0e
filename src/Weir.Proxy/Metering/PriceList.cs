using Weir.Accounting;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Metering;

/// <summary>The prices in force. They can change at any time; an attempt keeps the one of its admission.</summary>
public sealed class PriceList(ProxySettings settings, TimeProvider time)
{
    /// <summary>A model on a machine of one's own costs nothing that a list of prices could know.</summary>
    private static readonly Price Own = new()
    {
        Id = new(new Guid("00000000-0000-8000-8000-000000000001")),
        Name = "own machine",
        Models = ["*"],
        Rates = new(0, 0, 0, 0, 0),
    };

    private PriceBook _current = settings.Prices;

    public PriceBook Current => Volatile.Read(ref _current);

    /// <summary>Puts other prices in force for every attempt that is yet to be admitted.</summary>
    public void Apply(PriceBook book) => Volatile.Write(ref _current, book);

    internal Price Find(UpstreamConfig upstream, string model)
    {
        var price = Current.Find(upstream.Name, model, time.GetUtcNow());
        return price.IsFallback && upstream.Kind is UpstreamKind.Ollama or UpstreamKind.Simulated ? Own : price;
    }
}
