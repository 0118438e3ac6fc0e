namespace Weir.Proxy.Admission.Rates;

/// <summary>Which limit of a rate left no room.</summary>
/// <param name="Scope">Whose.</param>
/// <param name="Unit">Which of its limits.</param>
/// <param name="Used">What this process counted.</param>
/// <param name="Limit">Of all replicas together.</param>
/// <param name="Seconds">When a retry may pass.</param>
internal readonly record struct RateShortage(RateScope Scope, RateUnit Unit, long Used, long Limit, int Seconds);
