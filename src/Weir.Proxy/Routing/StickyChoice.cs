using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Weir.Accounting;

namespace Weir.Proxy.Routing;

/// <summary>
/// Spreads users over targets by weight, without remembering anything: weighted rendezvous hashing (Schindelhauer and Schomaker, 2005). A
/// user stays with one target for a model, and only those of a target that goes move.
/// </summary>
internal static class StickyChoice
{
    /// <summary>The user's own target first, the one that would come next second, and so on.</summary>
    public static IEnumerable<RouteTargetConfig> Order(ImmutableArray<RouteTargetConfig> targets, UserId user, string model) =>
        targets.OrderByDescending(target => Score(target, user, model));

    /// <summary>−weight / ln(u), for a u in (0, 1) that the names alone decide.</summary>
    private static double Score(RouteTargetConfig target, UserId user, string model)
    {
        var hash = BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{user.Value:N}\n{model}\n{target.Upstream}\n{target.Model}")));
        var u = ((hash >> 11) + 0.5) / (1UL << 53);
        return -target.Weight / Math.Log(u);
    }
}
