namespace Weir.Proxy.Upstreams;

/// <summary>How far an address may lead: nowhere, into a private network, or anywhere.</summary>
internal enum AddressReach
{
    /// <summary>Link-local, a cloud's metadata service, or no host at all: never an upstream.</summary>
    Never,

    /// <summary>This machine or a private network: only for upstreams that are marked so.</summary>
    Private,

    Public,
}
