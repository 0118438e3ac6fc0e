using System.Net.Sockets;

namespace Weir.Proxy.Upstreams;

/// <summary>Says for administrators why an upstream cannot be asked, and what would mend it.</summary>
internal static class UpstreamProblems
{
    public static string Of(Exception failure) => failure is HttpRequestException request
        ? Of(request)
        : $"The connection to it broke ({failure.Message.TrimEnd('.')}).";

    public static string OfStatus(HttpResponseMessage response, string path, bool hasKey) => (int)response.StatusCode switch
    {
        >= 300 and < 400 => $"It redirects to {response.Headers.Location?.ToString() ?? "another address"}, and redirects are not followed, since one could lead the key anywhere: write the address of the upstream itself.",
        401 or 403 when hasKey => $"It refused the key (status {(int)response.StatusCode}): enter one that is valid there.",
        401 or 403 => $"It wants a key (status {(int)response.StatusCode}): enter one.",
        404 or 405 => $"It has no list of models at {path} (status {(int)response.StatusCode}): check its address and its kind.",
        >= 500 => $"It is in trouble: it answered the question for its models with status {(int)response.StatusCode}.",
        var status => $"It answered the question for its models with status {status}.",
    };

    private static string Of(HttpRequestException failure) => (failure.HttpRequestError, failure.InnerException) switch
    {
        (HttpRequestError.NameResolutionError, _) or (_, SocketException { SocketErrorCode: SocketError.TryAgain or SocketError.NoRecovery }) =>
            "The name in its address cannot be resolved: check it for a slip of the pen.",
        (HttpRequestError.SecureConnectionError, var inner) =>
            $"No secure connection can be made ({Reason(inner, failure)}): check that it speaks https at this port, and that its certificate is valid for this name.",
        (_, SocketException { SocketErrorCode: SocketError.ConnectionRefused }) => "Nothing listens there: the connection was refused. Check host and port, and that it is running.",
        // What Weir itself forbids says so in full.
        (HttpRequestError.ConnectionError, IOException refused) => refused.Message,
        (HttpRequestError.ConnectionError, var inner) => $"It cannot be reached ({Reason(inner, failure)}): check host and port.",
        (HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError, var inner) =>
            $"What listens there does not answer as a web server does ({Reason(inner, failure)}): check the port, and whether it wants https.",
        (_, var inner) => Reason(inner, failure) + ".",
    };

    private static string Reason(Exception? inner, Exception failure) => (inner?.Message ?? failure.Message).TrimEnd('.');
}
