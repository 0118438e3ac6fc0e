namespace Weir.Proxy.Admission.Rates;

/// <summary>What a rate limit counts.</summary>
public enum RateUnit
{
    RequestsPerMinute,
    TokensPerMinute,
    Concurrent,
}
