using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Weir.Proxy.Bodies;
using Weir.Proxy.Dialects;

namespace Weir.Proxy;

/// <summary>What the paths of the data plane have in common.</summary>
internal static class InferenceConventions
{
    /// <summary>What a list that upstreams are asked for can refuse: the credential, a loop, and an upstream that fails.</summary>
    private static readonly int[] Asked = [400, 401, 403, 502, 508];

    /// <summary>What a body adds: it can come too slowly or be too large, its model can be unknown, memory can be short.</summary>
    private static readonly int[] WithBody = [.. Asked, 404, 408, 413, 503];

    private static readonly UnlimitedByServer LargeBodies = new();

    /// <summary>An exchange: a model is asked, and what it costs is counted.</summary>
    public static IEndpointConventionBuilder AsExchange(this IEndpointConventionBuilder route, string name, Dialect dialect, bool canStream = true) =>
        route.As(name, dialect, canStream, [.. WithBody, 429, 504]).WithMetadata(LargeBodies);

    /// <summary>A question with a body that costs nothing, and that can be asked too often.</summary>
    public static IEndpointConventionBuilder AsQuestion(this IEndpointConventionBuilder route, string name, Dialect dialect) =>
        route.As(name, dialect, canStream: false, [.. WithBody, 429]).WithMetadata(LargeBodies);

    /// <summary>Something that is only fetched.</summary>
    public static IEndpointConventionBuilder AsList(this IEndpointConventionBuilder route, string name, Dialect? dialect, params int[] refusals) =>
        route.As(name, dialect, canStream: false, refusals.Length == 0 ? Asked : refusals);

    private static IEndpointConventionBuilder As(this IEndpointConventionBuilder route, string name, Dialect? dialect, bool canStream, int[] refusals) =>
        route.WithName(name).WithTags("Inference")
            .WithMetadata([new InferenceRoute(dialect, canStream), .. refusals.Select(status => new ProducesResponseTypeMetadata(status))]);
}
