using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Weir.Exports;

/// <summary>
/// <code>
/// {"entry":4711,"kind":"posted",…,"input_tokens":1200,…}
/// </code>
/// </summary>
internal sealed class JsonLinesWriter : IExportWriter
{
    /// <summary>The lines go into a file and not into a page: letters stay letters.</summary>
    private static readonly ExportJson Json = new(new JsonSerializerOptions(ExportJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public void Begin(IBufferWriter<byte> output)
    {
    }

    public void Write(IBufferWriter<byte> output, ExportRow row)
    {
        using (var json = new Utf8JsonWriter(output, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            JsonSerializer.Serialize(json, row, Json.ExportRow);
        }

        output.Write("\n"u8);
    }
}
