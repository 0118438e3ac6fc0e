using System.Globalization;
using System.Text;

namespace Weir.Bench.Gateway.Load;

/// <summary>A request of the load, and what its answer must be.</summary>
internal sealed class BenchRequest
{
    private const string Filler = "The height of the water over the crest of a weir tells how much of it passes. ";

    private readonly string _body;

    private BenchRequest(bool isStream, int chunks, int gap, int size)
    {
        IsStream = isStream;
        Chunks = chunks;
        var start = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"model":"bench-gap-{{gap}}","max_tokens":{{chunks}},"stream":{{(isStream ? "true" : "false")}},"messages":[""");
        _body = start + Messages(size - start.Length - 2) + "]}";
    }

    public bool IsStream { get; }

    /// <summary>How many deltas a stream must have.</summary>
    public int Chunks { get; }

    /// <summary>An answer that isn't streamed, for a body of <paramref name="size"/> bytes.</summary>
    public static BenchRequest Json(int size) => new(isStream: false, chunks: 96, gap: 0, size);

    /// <summary>A stream of <paramref name="chunks"/> deltas, <paramref name="gap"/> milliseconds apart.</summary>
    public static BenchRequest Stream(int chunks, int gap) => new(isStream: true, chunks, gap, size: 2048);

    /// <summary>The bytes to send to one gateway.</summary>
    public byte[] To(Target target) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"POST /v1/messages HTTP/1.1\r\nhost: 127.0.0.1:{target.Port}\r\ncontent-type: application/json\r\naccept: application/json\r\nuser-agent: weir-bench\r\nanthropic-version: 2023-06-01\r\nx-api-key: {target.ApiKey}\r\ncontent-length: {_body.Length}\r\n\r\n{_body}"));

    /// <summary>A conversation in turns of some 2 KB, as callers send it, and not one giant string.</summary>
    private static string Messages(int size)
    {
        const int TurnSize = 2048;
        var turns = new List<string>();
        while (size > 0)
        {
            var length = size < 2 * TurnSize ? size : TurnSize;
            var start = $$"""{"role":"{{(turns.Count % 2 == 0 ? "user" : "assistant")}}","content":[{"type":"text","text":" """.TrimEnd(' ');
            const string End = "\"}]}";
            var text = new StringBuilder();
            var room = Math.Max(1, length - start.Length - End.Length);
            while (text.Length < room)
            {
                text.Append(Filler);
            }

            text.Length = room;
            turns.Add(start + text + End);
            size -= length + 1;
        }

        return string.Join(',', turns);
    }
}
