using System.Globalization;
using System.Text;

namespace Weir.Bench.Upstream;

/// <summary>The bytes that the emulator sends, made once.</summary>
public static class Answers
{
    /// <summary>What Anthropic sends with every answer, so that a gateway has as many headers to hand on as in life.</summary>
    private const string Headers =
        """
        request-id: req_011CSHoEeqs5C35K2UUqR7Fy
        anthropic-organization-id: 3b1c6f5e-0c4f-4f3e-9d53-0d9b6a2f7c11
        anthropic-ratelimit-requests-limit: 4000
        anthropic-ratelimit-requests-remaining: 3999
        anthropic-ratelimit-requests-reset: 2026-11-23T12:00:00Z
        anthropic-ratelimit-tokens-limit: 400000
        anthropic-ratelimit-tokens-remaining: 399000
        anthropic-ratelimit-tokens-reset: 2026-11-23T12:00:00Z

        """;

    private const string Json =
        """
        {"id":"msg_01XFDUDYJgAACzvnptvVoYEL","type":"message","role":"assistant","model":"bench-gap-0","content":[{"type":"text","text":"A weir is a low dam across a river that raises the water a little, lets it pass over its crest, and so makes its flow something that can be measured: the height of the water over the crest tells how much of it passes. Millers, fishermen and engineers have built them for some four thousand years, of wood, of stone and of concrete, and a stream that has one hardly notices."}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":512,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},"output_tokens":96,"service_tier":"standard"}}
        """;

    private const string StreamStart =
        """
        event: message_start
        data: {"type":"message_start","message":{"id":"msg_01XFDUDYJgAACzvnptvVoYEL","type":"message","role":"assistant","model":"bench-gap-0","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":512,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},"output_tokens":1,"service_tier":"standard"}}}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

        event: ping
        data: {"type": "ping"}


        """;

    private const string StreamEnd =
        """
        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"max_tokens","stop_sequence":null},"usage":{"output_tokens":#}}

        event: message_stop
        data: {"type":"message_stop"}


        """;

    /// <summary>The body of the answer that isn't streamed.</summary>
    public static ReadOnlyMemory<byte> JsonBody { get; } = Encoding.ASCII.GetBytes(Json);

    internal static ReadOnlyMemory<byte> JsonAnswer { get; } = Encoding.ASCII.GetBytes(
        Head("application/json", string.Create(CultureInfo.InvariantCulture, $"content-length: {Json.Length}")) + Json);

    internal static ReadOnlyMemory<byte> LengthRequired { get; } = Encoding.ASCII.GetBytes("HTTP/1.1 411 Length Required\r\ncontent-length: 0\r\n\r\n");

    /// <summary>The head and the first events of a stream.</summary>
    internal static ReadOnlyMemory<byte> StreamHead { get; } = Encoding.ASCII.GetBytes(
        Head("text/event-stream; charset=utf-8", "cache-control: no-cache\r\ntransfer-encoding: chunked") + Framed(StreamStart));

    internal static byte[] StreamTail(int chunks) => Encoding.ASCII.GetBytes(
        Framed(StreamEnd.Replace("#", chunks.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)) + "0\r\n\r\n");

    internal static string Framed(string events) => string.Create(CultureInfo.InvariantCulture, $"{events.Length:x}\r\n{events}\r\n");

    private static string Head(string type, string framing) =>
        $"HTTP/1.1 200 OK\r\ncontent-type: {type}\r\n{framing}\r\n{Headers.ReplaceLineEndings("\r\n")}\r\n";
}
