namespace Weir.Proxy.Exchanges;

/// <summary>What an <see cref="ExchangeEvent"/> tells of.</summary>
public enum ExchangeStage
{
    /// <summary>A request came, and its credential was looked at. Its body is still to be read, so the model is not known.</summary>
    Arrived,

    /// <summary>Weir answers with a no of its own, also where an upstream is to blame for it. Nothing follows.</summary>
    Refused,

    /// <summary>An attempt was admitted and goes out to its upstream.</summary>
    Sent,

    /// <summary>The upstream began to answer.</summary>
    FirstByte,

    /// <summary>An attempt ended and its entry is durable, or its caller has waited long enough for that. Another may follow where a further target tries.</summary>
    Ended,
}
