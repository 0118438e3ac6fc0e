using System.Buffers;
using System.Text.Json;

namespace Weir.Proxy.Refusals;

/// <summary>Refusals in the shape of Weir's own API: <c>{"error":"Token limit exceeded","used":9800,"limit":10000,…}</c>.</summary>
internal sealed class OwnErrors : IErrorShape
{
    public byte[] Body(Refusal refusal, string requestId)
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

            json.WriteString("request_id"u8, requestId);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
