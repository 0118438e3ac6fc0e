using System.Net;
using System.Net.Sockets;

namespace Weir.Authentication;

/// <summary>Where somebody is on the network, as far as throttles tell people apart.</summary>
internal static class NetworkPlace
{
    /// <summary>Of IPv6 the first half: a household has the other half to itself.</summary>
    public static string Of(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes(), 0, 8),
        _ => address.ToString(),
    };
}
