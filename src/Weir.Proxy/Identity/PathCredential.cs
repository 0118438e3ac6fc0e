namespace Weir.Proxy.Identity;

/// <summary>
/// A feature of a request whose API key came in the path, <c>/k/&lt;key&gt;/api/chat</c>, for clients that can send no header. The host takes it
/// out of the path before anything else sees it.
/// </summary>
/// <param name="secret">The key as sent.</param>
public sealed class PathCredential(string secret)
{
    public string Secret { get; } = secret;
}
