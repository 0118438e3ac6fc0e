using System.Buffers.Text;

namespace Weir.Bench.Upstream;

/// <summary>What a request asks of the emulator: <c>{"model":"bench-gap-20","max_tokens":300,"stream":true,…}</c> is 300 chunks 20 ms apart.</summary>
/// <param name="IsStream">True for server-sent events.</param>
/// <param name="Chunks">How many deltas, one token each.</param>
/// <param name="Gap">Milliseconds between two of them; 0 for as fast as they can be sent.</param>
internal readonly record struct WantedAnswer(bool IsStream, int Chunks, int Gap)
{
    /// <param name="bodyStart">The first bytes of the body; the load generator puts all of this there.</param>
    public static WantedAnswer Read(ReadOnlySpan<byte> bodyStart) => new(
        bodyStart.IndexOf("\"stream\":true"u8) >= 0,
        Number(bodyStart, "\"max_tokens\":"u8),
        Number(bodyStart, "bench-gap-"u8));

    private static int Number(ReadOnlySpan<byte> text, ReadOnlySpan<byte> mark)
    {
        var at = text.IndexOf(mark);
        return at >= 0 && Utf8Parser.TryParse(text[(at + mark.Length)..], out int number, out _) ? number : 0;
    }
}
