using System.Net.Sockets;
using Weir.Proxy.Upstreams;
using Xunit;

namespace Weir.Proxy.Tests.Upstreams;

public sealed class UpstreamProblemsTests
{
    [Fact]
    public void Failure_NameUnknown_SaysSo() => Assert.Equal(
        "The name in its address cannot be resolved: check it for a slip of the pen.",
        Of(HttpRequestError.NameResolutionError, new SocketException((int)SocketError.HostNotFound)));

    /// <summary>A resolver that cannot be reached just now is no refused connection.</summary>
    [Fact]
    public void Failure_ResolverUnreachable_SaysSo() => Assert.Equal(
        "The name in its address cannot be resolved: check it for a slip of the pen.",
        Of(HttpRequestError.ConnectionError, new SocketException((int)SocketError.TryAgain)));

    [Fact]
    public void Failure_ConnectionRefused_SaysSo() => Assert.StartsWith(
        "Nothing listens there", Of(HttpRequestError.ConnectionError, new SocketException((int)SocketError.ConnectionRefused)), StringComparison.Ordinal);

    [Fact]
    public void Failure_AddressNotAllowed_IsSaidInItsOwnWords() => Assert.Equal(
        "box leads to 10.0.0.1, where this upstream may not be.",
        Of(HttpRequestError.ConnectionError, new IOException("box leads to 10.0.0.1, where this upstream may not be.")));

    [Fact]
    public void Failure_NetworkUnreachable_NamesTheReason() => Assert.Matches(
        "^It cannot be reached \\(.+\\): check host and port\\.$", Of(HttpRequestError.ConnectionError, new SocketException((int)SocketError.NetworkUnreachable)));

    [Fact]
    public void Failure_NoWebServer_SaysSo() => Assert.StartsWith(
        "What listens there does not answer as a web server does (", Of(HttpRequestError.InvalidResponse, null), StringComparison.Ordinal);

    [Fact]
    public void Failure_ConnectionBroken_SaysSo() => Assert.Equal("The connection to it broke (cut).", UpstreamProblems.Of(new IOException("cut.")));

    private static string Of(HttpRequestError error, Exception? inner) => UpstreamProblems.Of(new HttpRequestException(error, "It failed.", inner));
}
