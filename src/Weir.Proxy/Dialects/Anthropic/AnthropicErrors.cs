using System.Buffers;
using System.Text.Json;
using Weir.Proxy.Refusals;

namespace Weir.Proxy.Dialects.Anthropic;

/// <summary>
/// Weir's refusals in Anthropic's shape:
/// <c>{"type":"error","error":{"type":"billing_error","message":"…","details":{"error_code":"…"}},"request_id":"…"}</c>.
/// </summary>
internal sealed class AnthropicErrors : IErrorShape
{
    public byte[] Body(Refusal refusal, string requestId) => Write(refusal, requestId);

    public static byte[] Write(Refusal refusal, string requestId)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, RefusalJson.Readable))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "error"u8);
            json.WriteStartObject("error"u8);
            json.WriteString("type"u8, Type(refusal));
            json.WriteString("message"u8, refusal.Message);
            if (refusal.HasFigures)
            {
                json.WriteStartObject("details"u8);
                json.WriteString("error_code"u8, RefusalJson.ErrorCode(refusal));
                RefusalJson.WriteFigures(json, refusal);
                json.WriteEndObject();
            }
            else if (refusal.Code is { } code)
            {
                json.WriteStartObject("details"u8);
                json.WriteString("error_code"u8, code);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteString("request_id"u8, requestId);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The SDKs choose their exception by the status, people by the type.</summary>
    private static string Type(Refusal refusal) => refusal switch
    {
        { Reason: RefusalReason.ClientBudgetExceeded } => "billing_error",
        { Status: 401 } => "authentication_error",
        { Status: 403 } => "permission_error",
        { Status: 404 } => "not_found_error",
        { Status: 409 } => "conflict_error",
        { Status: 413 } => "request_too_large",
        { Status: 429 } => "rate_limit_error",
        { Status: 503 or 529 } => "overloaded_error",
        { Status: 504 } => "timeout_error",
        { Status: >= 500 } => "api_error",
        _ => "invalid_request_error",
    };
}
