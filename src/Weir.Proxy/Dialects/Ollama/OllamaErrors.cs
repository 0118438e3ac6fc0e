using System.Buffers;
using System.Text.Json;
using Weir.Proxy.Refusals;

namespace Weir.Proxy.Dialects.Ollama;

/// <summary>Weir's refusals in Ollama's shape, <c>{"error":"…"}</c>, with the figures of a budget that was short beside it.</summary>
internal sealed class OllamaErrors : IErrorShape
{
    public byte[] Body(Refusal refusal, string requestId) => Write(refusal);

    public static byte[] Write(Refusal refusal)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, RefusalJson.Readable))
        {
            json.WriteStartObject();
            json.WriteString("error"u8, refusal.Message);
            if (refusal.HasFigures)
            {
                RefusalJson.WriteFigures(json, refusal);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
