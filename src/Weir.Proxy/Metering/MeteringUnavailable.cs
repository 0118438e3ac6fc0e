using Microsoft.AspNetCore.Http;
using Weir.Proxy.Refusals;

namespace Weir.Proxy.Metering;

/// <summary>The "no" to new work while the store cannot be used: nothing could be written down of it.</summary>
public static class MeteringUnavailable
{
    /// <summary>The ledger looks every second whether the store works again.</summary>
    public static Refusal Refusal { get; } = new(
        StatusCodes.Status503ServiceUnavailable,
        RefusalReason.GatewayLedgerUnavailable,
        "metering_unavailable: usage cannot be recorded now, so no new work is taken.")
    {
        RetryAfterSeconds = 2,
    };
}
