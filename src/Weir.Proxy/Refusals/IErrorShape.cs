namespace Weir.Proxy.Refusals;

/// <summary>How a refusal looks as the body of an answer: a dialect's way, or that of Weir's own API.</summary>
internal interface IErrorShape
{
    byte[] Body(Refusal refusal, string requestId);
}
