using System.Text.Encodings.Web;
using System.Text.Json;

namespace Weir.Connect;

/// <summary>How snippets write JSON.</summary>
internal static class SnippetJson
{
    /// <summary>People read it: letters, quotes and plus signs stay as they are.</summary>
    public static JsonSerializerOptions Readable { get; } = new(JsonSerializerDefaults.General) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
