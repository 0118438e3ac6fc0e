namespace Weir.Proxy.Upstreams;

/// <summary>An upstream's name leads to addresses only that it may not lead to. The message is for the operator.</summary>
internal sealed class AddressRefusedException(string message) : IOException(message);
