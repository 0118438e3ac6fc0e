using Microsoft.AspNetCore.Http.Metadata;

namespace Weir.Proxy.Bodies;

/// <summary>
/// Lifts the server's limit of request bodies from an endpoint whose bodies the <see cref="BodyReader"/> limits: it counts without the
/// framing, and says no in the dialect's words.
/// </summary>
internal sealed class UnlimitedByServer : IRequestSizeLimitMetadata
{
    public long? MaxRequestBodySize => null;
}
