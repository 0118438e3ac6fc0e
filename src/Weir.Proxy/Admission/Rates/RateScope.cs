using Weir.Accounting;

namespace Weir.Proxy.Admission.Rates;

/// <summary>How fast one subject of a caller may ask, over all replicas together. Null: as fast as it likes.</summary>
/// <param name="Subject">A user or an API key.</param>
/// <param name="Id">Which.</param>
/// <param name="RequestsPerMinute">Exchanges that begin within any minute.</param>
/// <param name="TokensPerMinute">Tokens of all classes within any minute.</param>
/// <param name="Concurrent">Exchanges at once.</param>
public sealed record RateScope(SubjectKind Subject, Guid Id, long? RequestsPerMinute, long? TokensPerMinute, long? Concurrent);
