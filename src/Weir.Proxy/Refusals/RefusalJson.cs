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
}
