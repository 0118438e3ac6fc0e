using System.Net;

namespace Weir.Proxy.Upstreams;

/// <summary>Asks the system for the addresses of a name. Tests answer in its stead.</summary>
internal class NameResolution
{
    public virtual Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
        IPAddress.TryParse(host.Trim('[', ']'), out var address) ? Task.FromResult<IPAddress[]>([address]) : Dns.GetHostAddressesAsync(host, cancellationToken);
}
