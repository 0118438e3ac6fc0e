using System.Net;
using System.Net.Sockets;

namespace Weir.Proxy.Upstreams;

/// <summary>
/// Which addresses a connection to an upstream may be made to. They are judged when connecting and not when a name is written down: what
/// it resolves to can change from one moment to the next.
/// </summary>
internal static class AddressRules
{
    /// <summary>IANA's special-purpose registries, and where clouds keep the credentials of a machine.</summary>
    private static readonly IPNetwork[] Never =
    [
        .. Networks(
            "0.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "100.100.100.200/32", "::/128", "fe80::/10", "fec0::/10", "ff00::/8", "fd00:ec2::254/128", "fd20:ce::254/128", "2001:db8::/32", "100::/64"),
    ];

    private static readonly IPNetwork[] Private =
    [
        .. Networks("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "198.18.0.0/15", "::1/128", "fc00::/7"),
    ];

    /// <summary>64:ff9b::/96 (RFC 6052) and 2002::/16 (RFC 3056) carry an IPv4 address that the packet ends at.</summary>
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    public static AddressReach Of(IPAddress address)
    {
        var plain = Plain(address);
        return Contains(Never, plain) ? AddressReach.Never
            : Contains(Private, plain) ? AddressReach.Private
            : AddressReach.Public;
    }

    public static bool Allow(IPAddress address, bool isPrivate) => Of(address) switch
    {
        AddressReach.Never => false,
        AddressReach.Private => isPrivate,
        _ => true,
    };

    private static IPAddress Plain(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        return Translated.Contains(WithoutScope(address)) ? new(bytes.AsSpan(12, 4))
            : SixToFour.Contains(WithoutScope(address)) ? new(bytes.AsSpan(2, 4))
            : WithoutScope(address);
    }

    /// <summary>Networks contain no address that has a scope.</summary>
    private static IPAddress WithoutScope(IPAddress address) => new(address.GetAddressBytes());

    private static bool Contains(IPNetwork[] networks, IPAddress address) => Array.Exists(networks, network => network.Contains(address));

    private static IEnumerable<IPNetwork> Networks(params IEnumerable<string> texts) => texts.Select(text => IPNetwork.Parse(text));
}
