namespace Weir.Proxy.Routing;

/// <summary>How the targets of a route share the work. The numbers are stored.</summary>
public enum RouteSpread
{
    /// <summary>The first that works; the others stand in for it.</summary>
    Ordered = 0,

    /// <summary>By weight; a user stays with one target, because prompt caches are there.</summary>
    Weighted = 1,
}
