using System.Text.Encodings.Web;
using System.Text.Json;

namespace Weir.Proxy.Refusals;

/// <summary>How the JSON of refusals is written.</summary>
internal static class RefusalJson
{
    /// <summary>Quotation marks stay readable: these bodies are JSON to whoever reads them, never part of a page.</summary>
    public static JsonWriterOptions Readable { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
