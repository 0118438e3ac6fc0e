using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Weir.Proxy.Bodies;
using Weir.Proxy.Dialects;

namespace Weir.Proxy;

/// <summary>What the paths of the data plane have in common.</summary>
internal static class InferenceConventions
{
    /// <summary>What any of these paths can refuse: the credential, and a loop.</summary>
    private static readonly int[] Identified = [400, 401, 403, 508];

    /// <summary>With an upstream that fails.</summary>
    private static readonly int[] Always = [.. Identified, 502];

    /// <summary>What a body adds: it can come too slowly or be too large, a rate or a budget can be reached, memory can be short.</summary>
    private static readonly int[] WithBody = [404, 408, 413, 429, 503];

    private static readonly UnlimitedByServer LargeBodies = new();

    /// <summary>An exchange: a model is asked, and what it costs is counted.</summary>
    public static IEndpointConventionBuilder AsExchange(this IEndpointConventionBuilder route, string name, Dialect dialect, bool canStream = true) =>
        route.As(name, dialect, canStream, [.. Always, .. WithBody, 504]).WithMetadata(LargeBodies);

    /// <summary>A question with a body that costs nothing.</summary>
    public static IEndpointConventionBuilder AsQuestion(this IEndpointConventionBuilder route, string name, Dialect dialect) =>
        route.As(name, dialect, canStream: false, [.. Always, .. WithBody]).WithMetadata(LargeBodies);

    /// <summary>A list that is only fetched.</summary>
    public static IEndpointConventionBuilder AsList(this IEndpointConventionBuilder route, string name, Dialect dialect) =>
        route.As(name, dialect, canStream: false, Always);

    /// <summary>A list that is put together here, of what the upstreams say that answer.</summary>
    public static IEndpointConventionBuilder AsMergedList(this IEndpointConventionBuilder route, string name, Dialect dialect) =>
        route.As(name, dialect, canStream: false, Identified);

    /// <summary>What a model is: it costs nothing, and nothing limits it.</summary>
    public static IEndpointConventionBuilder AsModelQuestion(this IEndpointConventionBuilder route, string name, Dialect dialect) =>
        route.As(name, dialect, canStream: false, [.. Always, 404, 408, 413, 503, 504]).WithMetadata(LargeBodies);

    private static IEndpointConventionBuilder As(this IEndpointConventionBuilder route, string name, Dialect dialect, bool canStream, int[] refusals) =>
        route.WithName(name).WithTags("Inference")
            .WithMetadata([new InferenceRoute(dialect, canStream), .. refusals.Select(status => new ProducesResponseTypeMetadata(status))]);
}
