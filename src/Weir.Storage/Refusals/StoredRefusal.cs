using Weir.Accounting;
using Weir.Proxy.Admission.Rates;
using Weir.Proxy.Refusals;

namespace Weir.Storage.Refusals;

/// <summary>One of the latest refusals of a user (table <c>refusals</c>): why, with the figures that it was told.</summary>
public sealed class StoredRefusal
{
    public const int LongestModel = 200;

    public const int LongestMessage = 500;

    public long Id { get; set; }

    public Guid ExchangeId { get; set; }

    public Guid UserId { get; set; }

    public Guid? ApiKeyId { get; set; }

    public DateTimeOffset At { get; set; }

    public RefusalReason Reason { get; set; }

    /// <summary>As the caller named it; null when the request did not get that far.</summary>
    public string? Model { get; set; }

    /// <summary>The sentence that the caller was told.</summary>
    public required string Message { get; set; }

    /// <summary>The budget that was short; null when none was.</summary>
    public Guid? BudgetId { get; set; }

    /// <summary>Whose budget or rate was short, as in JSON; null when none was, as are the figures.</summary>
    public string? Subject { get; set; }

    /// <summary>What the figures count, as in JSON.</summary>
    public string? Unit { get; set; }

    public long? Cap { get; set; }

    public long? Used { get; set; }

    /// <summary>Null for a rate, as is the next.</summary>
    public long? Reserved { get; set; }

    public long? Needed { get; set; }

    public DateTimeOffset? ResetsAt { get; set; }

    /// <summary>Without U+0000, which PostgreSQL keeps in no text.</summary>
    public static StoredRefusal Of(RefusedExchange refused)
    {
        var (refusal, budget, rate) = (refused.Refusal, refused.Refusal.Figures, refused.Refusal.Rate);
        return new()
        {
            ExchangeId = refused.Exchange.Value,
            UserId = refused.User.Value,
            ApiKeyId = refused.ApiKey?.Value,
            At = refused.At,
            Reason = refusal.Reason,
            Model = Plain(refused.Model, LongestModel),
            Message = Plain(refusal.Message, LongestMessage)!,
            BudgetId = budget?.Budget.Value,
            Subject = budget is not null ? BudgetWords.Of(budget.Subject) : rate is not null ? BudgetWords.Of(rate.Subject) : null,
            Unit = budget is not null ? BudgetWords.Of(budget.Unit) : rate is not null ? RateWords.Of(rate.Unit) : null,
            Cap = budget?.Limit ?? rate?.Limit,
            Used = budget?.Used ?? rate?.Used,
            Reserved = budget?.Reserved,
            Needed = budget?.Needed,
            ResetsAt = budget?.ResetsAt ?? rate?.ResetsAt,
        };
    }

    private static string? Plain(string? text, int longest)
    {
        var plain = text?.Replace('\0', '\uFFFD');
        return plain?.Length > longest ? $"{plain.AsSpan(0, longest - 1)}…" : plain;
    }
}
