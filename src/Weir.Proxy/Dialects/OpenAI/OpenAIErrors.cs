using System.Buffers;
using System.Text.Json;
using Weir.Proxy.Refusals;

namespace Weir.Proxy.Dialects.OpenAI;

/// <summary>
/// Weir's refusals in OpenAI's shape: <c>{"error":{"message":"…","type":"insufficient_quota","param":null,"code":"insufficient_quota","details":{…}}}</c>.
/// </summary>
internal sealed class OpenAIErrors : IErrorShape
{
    public string RequestIdHeader => "x-request-id";

    public byte[] Body(Refusal refusal, string requestId) => Write(refusal, WriteError);

    /// <summary>The last thing in a stream of chat completions: SDKs throw on any data with an <c>error</c>.</summary>
    public static byte[] InChatStream(Refusal refusal) => [.. "data: "u8, .. Write(refusal, WriteError), .. "\n\n"u8];

    /// <summary>The same in a stream of the Responses API. Its reference has the members flat, OpenAI itself sends them in an <c>error</c>: both are there.</summary>
    public static byte[] InResponseStream(Refusal refusal) => [.. "event: error\ndata: "u8, .. Write(refusal, WriteEvent), .. "\n\n"u8];

    private static byte[] Write(Refusal refusal, Action<Utf8JsonWriter, Refusal> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, RefusalJson.Readable))
        {
            json.WriteStartObject();
            members(json, refusal);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteEvent(Utf8JsonWriter json, Refusal refusal)
    {
        json.WriteString("type"u8, "error"u8);
        json.WriteString("code"u8, Code(refusal));
        json.WriteString("message"u8, refusal.Message);
        json.WriteNull("param"u8);
        WriteError(json, refusal);
    }

    private static void WriteError(Utf8JsonWriter json, Refusal refusal)
    {
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, refusal.Message);
        json.WriteString("type"u8, Type(refusal));
        json.WriteNull("param"u8);
        json.WriteString("code"u8, Code(refusal));
        if (refusal.HasFigures)
        {
            json.WriteStartObject("details"u8);
            json.WriteString("error_code"u8, RefusalJson.ErrorCode(refusal));
            RefusalJson.WriteFigures(json, refusal);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static string Type(Refusal refusal) => refusal switch
    {
        { Reason: RefusalReason.ClientBudgetExceeded } => "insufficient_quota",
        { Status: 429 } => "rate_limit_exceeded",
        { Status: 503 } => "overloaded",
        { Status: >= 500 } => "server_error",
        _ => "invalid_request_error",
    };

    /// <summary>What programs go by; null where OpenAI has no word for it.</summary>
    private static string? Code(Refusal refusal) => refusal switch
    {
        { Reason: RefusalReason.ClientBudgetExceeded } => "insufficient_quota",
        { Reason: RefusalReason.ClientModelUnknown } => "model_not_found",
        { Status: 401 } => "invalid_api_key",
        { Status: 403 } => "permission_denied",
        { Status: 413 } => "request_too_large",
        { Status: 429 } => "rate_limit_exceeded",
        { Status: 503 } => "overloaded",
        { Status: 504 } => "timeout",
        { Status: >= 500 } => "server_error",
        _ => null,
    };
}
