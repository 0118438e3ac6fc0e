using System.Text.Json.Serialization;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Refusals;

namespace Weir.Connect;

/// <summary>Something that became of a request of one's own, as it happens.</summary>
/// <param name="Id">The request's, the same in all that is told of it and in answers of Weir's own.</param>
/// <param name="Stage">What happened: <c>arrived</c>, <c>refused</c>, <c>sent</c>, <c>first_byte</c> or <c>ended</c>.</param>
/// <param name="At">When.</param>
/// <param name="Path">What was called.</param>
/// <param name="Client">What the program calls itself.</param>
/// <param name="KeyId">The API key that was shown; null: a session.</param>
/// <param name="Model">As the caller named it; null while that isn't read.</param>
/// <param name="Upstream">Where it went.</param>
/// <param name="FirstByteMilliseconds">From sending to the first byte of the answer.</param>
/// <param name="Status">Of a refusal, or of the upstream's answer.</param>
/// <param name="Reason">Why it was refused, in a word.</param>
/// <param name="Error">Why it was refused, in the sentence that the caller was told.</param>
/// <param name="Outcome">How it ended, in a word.</param>
/// <param name="InputTokens">What it used: input of every class.</param>
/// <param name="OutputTokens">And output.</param>
/// <param name="NanoDollars">And what that cost.</param>
internal sealed record Arrival(
    string Id,
    string Stage,
    DateTimeOffset At,
    string Path,
    string? Client,
    Guid? KeyId,
    string? Model,
    string? Upstream,
    double? FirstByteMilliseconds,
    int? Status,
    string? Reason,
    string? Error,
    string? Outcome,
    long? InputTokens,
    long? OutputTokens,
    long? NanoDollars)
{
    [JsonIgnore]
    public bool IsLast => Stage is "refused" or "ended";

    public static Arrival Of(ExchangeEvent told)
    {
        var (refusal, settled) = (told.Refusal, told.Settlement);
        return new(
            told.RequestId,
            ArrivalWords.Of(told.Stage),
            told.At,
            told.Path,
            told.UserAgent,
            told.Caller?.ApiKey?.Value,
            told.Model,
            told.Upstream,
            told.FirstByte?.TotalMilliseconds,
            refusal?.Status ?? (settled is { Status: > 0 } ? settled.Status : null),
            refusal is null ? null : RefusalWords.Of(refusal.Reason),
            refusal?.Message,
            settled is null ? null : ArrivalWords.Of(settled.Outcome),
            settled?.Usage.TotalInput,
            settled?.Usage.Output,
            settled?.NanoDollars);
    }
}
