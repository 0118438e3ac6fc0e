using System.Diagnostics;
using System.Globalization;
using Weir.Proxy.Refusals;

namespace Weir.Proxy.Admission.Rates;

/// <summary>What limits of rates are called in JSON and in headers.</summary>
public static class RateWords
{
    public static string Of(RateUnit unit) => unit switch
    {
        RateUnit.RequestsPerMinute => "requests_per_minute",
        RateUnit.TokensPerMinute => "tokens_per_minute",
        RateUnit.Concurrent => "concurrent",
        _ => throw new UnreachableException($"There is no unit {unit}."),
    };

    /// <summary>As in <c>"requests_per_minute";q=60;w=60</c>: the quota, and its window in seconds.</summary>
    internal static string Policy(RateFigures rate) => string.Create(
        CultureInfo.InvariantCulture,
        $"\"{Of(rate.Unit)}\";q={rate.Limit}{(rate.Unit == RateUnit.Concurrent ? "" : $";w={MinuteCount.Seconds}")}");

    /// <summary>As in <c>"requests_per_minute";r=0;t=12</c>: nothing remains, for so many seconds.</summary>
    internal static string Standing(RateFigures rate, int? seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{Of(rate.Unit)}\";r=0{(seconds is null ? "" : $";t={seconds}")}");
}
