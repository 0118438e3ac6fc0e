namespace Weir.Proxy.Upstreams;

/// <summary>What to do with an attempt whose caller has left. The numbers are stored.</summary>
public enum ClientGonePolicy
{
    /// <summary>Read on to the final usage when little can be left, else cancel: every further token costs money.</summary>
    Drain = 0,

    /// <summary>Cancel at once: it frees a local machine.</summary>
    Cancel = 1,
}
