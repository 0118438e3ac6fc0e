using Weir.Accounting;

namespace Weir.Proxy.Refusals;

/// <summary>An exchange of a known caller that Weir said no to.</summary>
/// <param name="Exchange">Its answer says it as <c>req_…</c>.</param>
/// <param name="User">Who asked.</param>
/// <param name="ApiKey">The API key, where it was one.</param>
/// <param name="Model">The model as the caller named it; null when the request did not get that far.</param>
/// <param name="At">When.</param>
/// <param name="Refusal">What the caller was told.</param>
public sealed record RefusedExchange(ExchangeId Exchange, UserId User, ApiKeyId? ApiKey, string? Model, DateTimeOffset At, Refusal Refusal);
