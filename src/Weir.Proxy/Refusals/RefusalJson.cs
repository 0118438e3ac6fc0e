using System.Text.Encodings.Web;
using System.Text.Json;

namespace Weir.Proxy.Refusals;

/// <summary>How JSON of Weir's own is written on the data plane.</summary>
internal static class RefusalJson
{
    /// <summary>Quotation marks stay readable: these bodies are JSON to whoever reads them, never part of a page.</summary>
    public static JsonWriterOptions Readable { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The same for whole answers.</summary>
    public static JsonSerializerOptions Plain { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>As members of the object that has been begun.</summary>
    public static void WriteFigures(Utf8JsonWriter json, BudgetFigures figures)
    {
        json.WriteNumber("used"u8, figures.Used);
        json.WriteNumber("limit"u8, figures.Limit);
        json.WriteNumber("reserved"u8, figures.Reserved);
        json.WriteNumber("needed"u8, figures.Needed);
    }
}
