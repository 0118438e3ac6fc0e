namespace Weir.Proxy.Refusals;

/// <summary>How a refusal looks as the body of an answer: a dialect's way, or that of Weir's own API.</summary>
internal interface IErrorShape
{
    /// <summary>The header by which SDKs of the dialect know a request.</summary>
    string RequestIdHeader => "request-id";

    byte[] Body(Refusal refusal, string requestId);
}
