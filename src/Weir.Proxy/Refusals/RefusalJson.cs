using System.Text.Encodings.Web;
using System.Text.Json;
using Weir.Accounting;

namespace Weir.Proxy.Refusals;

/// <summary>How JSON of Weir's own is written on the data plane.</summary>
internal static class RefusalJson
{
    /// <summary>Quotation marks stay readable: these bodies are JSON to whoever reads them, never part of a page.</summary>
    public static JsonWriterOptions Readable { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The same for whole answers.</summary>
    public static JsonSerializerOptions Plain { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>For programs: which kind of limit it was.</summary>
    public static ReadOnlySpan<byte> ErrorCode(BudgetFigures figures) =>
        figures.Unit is BudgetUnit.Tokens or BudgetUnit.InputTokens or BudgetUnit.OutputTokens ? "token_limit_exceeded"u8 : "budget_exceeded"u8;

    /// <summary>As members of the object that has been begun.</summary>
    public static void WriteFigures(Utf8JsonWriter json, BudgetFigures figures)
    {
        json.WriteNumber("used"u8, figures.Used);
        json.WriteNumber("limit"u8, figures.Limit);
        json.WriteNumber("reserved"u8, figures.Reserved);
        json.WriteNumber("needed"u8, figures.Needed);
        json.WriteString("unit"u8, BudgetWords.Of(figures.Unit));
        if (figures.ResetsAt is { } at)
        {
            json.WriteString("resets_at"u8, BudgetMessages.Time(at));
        }
        else
        {
            json.WriteNull("resets_at"u8);
        }

        json.WriteString("subject"u8, BudgetWords.Of(figures.Subject));
    }
}
