using System.Text.Encodings.Web;
using System.Text.Json;
using Weir.Accounting;
using Weir.Proxy.Admission.Rates;

namespace Weir.Proxy.Refusals;

/// <summary>How JSON of Weir's own is written on the data plane.</summary>
internal static class RefusalJson
{
    /// <summary>Quotation marks stay readable: these bodies are JSON to whoever reads them, never part of a page.</summary>
    public static JsonWriterOptions Readable { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The same for whole answers.</summary>
    public static JsonSerializerOptions Plain { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>For programs: which kind of limit it was.</summary>
    public static ReadOnlySpan<byte> ErrorCode(Refusal refusal) =>
        refusal.Rate is not null ? "rate_limit_exceeded"u8
        : refusal.Figures?.Unit is BudgetUnit.Tokens or BudgetUnit.InputTokens or BudgetUnit.OutputTokens ? "token_limit_exceeded"u8
        : "budget_exceeded"u8;

    /// <summary>As members of the object that has been begun.</summary>
    public static void WriteFigures(Utf8JsonWriter json, Refusal refusal)
    {
        if (refusal.Rate is { } rate)
        {
            WriteRate(json, rate);
        }

        if (refusal.Figures is { } figures)
        {
            WriteBudget(json, figures);
        }
    }

    private static void WriteRate(Utf8JsonWriter json, RateFigures rate)
    {
        json.WriteNumber("used"u8, rate.Used);
        json.WriteNumber("limit"u8, rate.Limit);
        json.WriteString("unit"u8, RateWords.Of(rate.Unit));
        WriteReset(json, rate.ResetsAt);
        json.WriteString("subject"u8, BudgetWords.Of(rate.Subject));
    }

    private static void WriteBudget(Utf8JsonWriter json, BudgetFigures figures)
    {
        json.WriteNumber("used"u8, figures.Used);
        json.WriteNumber("limit"u8, figures.Limit);
        json.WriteNumber("reserved"u8, figures.Reserved);
        json.WriteNumber("needed"u8, figures.Needed);
        json.WriteString("unit"u8, BudgetWords.Of(figures.Unit));
        WriteReset(json, figures.ResetsAt);
        json.WriteString("subject"u8, BudgetWords.Of(figures.Subject));
    }

    private static void WriteReset(Utf8JsonWriter json, DateTimeOffset? at)
    {
        if (at is { } time)
        {
            json.WriteString("resets_at"u8, BudgetMessages.Time(time));
        }
        else
        {
            json.WriteNull("resets_at"u8);
        }
    }
}
