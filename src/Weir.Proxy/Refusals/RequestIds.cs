using Weir.Accounting;

namespace Weir.Proxy.Refusals;

/// <summary>Makes what an answer of Weir's own is known by.</summary>
public static class RequestIds
{
    /// <summary>For an answer without an exchange.</summary>
    public static string New() => Of(Guid.CreateVersion7());

    public static string Of(ExchangeId exchange) => Of(exchange.Value);

    private static string Of(Guid id) => $"req_{id:N}";
}
