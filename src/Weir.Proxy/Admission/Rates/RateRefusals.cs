using System.Globalization;
using Microsoft.AspNetCore.Http;
using Weir.Accounting;
using Weir.Proxy.Refusals;

namespace Weir.Proxy.Admission.Rates;

/// <summary>Says which limit of a rate was reached, and when to ask again.</summary>
internal static class RateRefusals
{
    public static Refusal Of(in RateShortage shortage, DateTimeOffset now)
    {
        var (scope, unit, used, limit, seconds) = shortage;
        var whose = scope.Subject == SubjectKind.ApiKey ? "this API key" : "this user";
        var isOfMinute = unit != RateUnit.Concurrent;
        return new(
            StatusCodes.Status429TooManyRequests,
            isOfMinute ? RefusalReason.ClientTooFast : RefusalReason.ClientTooManyAtOnce,
            string.Create(CultureInfo.InvariantCulture, $"Rate limit of {limit:#,0} {Words(unit, limit)} of {whose} reached: ask again in {seconds} s."))
        {
            RetryAfterSeconds = seconds,
            Rate = new(unit, scope.Subject, used, limit, isOfMinute ? now.AddSeconds(seconds) : null),
        };
    }

    private static string Words(RateUnit unit, long limit) => (unit, limit) switch
    {
        (RateUnit.RequestsPerMinute, 1) => "request a minute",
        (RateUnit.RequestsPerMinute, _) => "requests a minute",
        (RateUnit.TokensPerMinute, 1) => "token a minute",
        (RateUnit.TokensPerMinute, _) => "tokens a minute",
        (_, 1) => "request at once",
        _ => "requests at once",
    };
}
