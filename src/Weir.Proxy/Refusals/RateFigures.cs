using Weir.Accounting;
using Weir.Proxy.Admission.Rates;

namespace Weir.Proxy.Refusals;

/// <summary>The figures of the rate limit that left no room.</summary>
/// <param name="Unit">What it counts.</param>
/// <param name="Subject">Whose it is: a user's or an API key's.</param>
/// <param name="Used">What was counted, by the process that says no.</param>
/// <param name="Limit">Of all replicas together.</param>
/// <param name="ResetsAt">When a retry may pass; null where that depends on what is open.</param>
public sealed record RateFigures(RateUnit Unit, SubjectKind Subject, long Used, long Limit, DateTimeOffset? ResetsAt);
