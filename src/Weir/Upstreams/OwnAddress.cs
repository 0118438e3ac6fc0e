using System.Net;
using System.Net.NetworkInformation;

namespace Weir.Upstreams;

/// <summary>
/// Whether an address is where this Weir listens: with it as an upstream every exchange would come around. Names that only a resolver
/// knows are left to the check of <c>weir-hop</c> at each request.
/// </summary>
internal sealed class OwnAddress(IPAddress host, int port)
{
    /// <param name="url">Where an upstream is said to be.</param>
    public bool Is(Uri url) => port != 0 && url.Port == port && ListensOn(url);

    private bool ListensOn(Uri url)
    {
        if (url.IsLoopback || string.Equals(url.IdnHost, Environment.MachineName, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (!IPAddress.TryParse(url.IdnHost.Trim('[', ']'), out var address))
        {
            return false;
        }

        var isAny = host.Equals(IPAddress.Any) || host.Equals(IPAddress.IPv6Any);
        return address.Equals(host) || IPAddress.Any.Equals(address) || IPAddress.IPv6Any.Equals(address) || (isAny && IsOfThisMachine(address));
    }

    private static bool IsOfThisMachine(IPAddress address) => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Any(own => own.Address.Equals(address));
}
