using System.Text;
using Weir.Bench.Upstream;

namespace Weir.Bench.Gateway.Load;

/// <summary>Looks at the body of an answer: splits a stream into its events and counts the deltas, keeps a plain body to compare it.</summary>
internal sealed class EventReader(Tally tally)
{
    /// <summary>Larger than any body or event of the emulator's.</summary>
    private readonly byte[] _kept = new byte[64 * 1024];

    private int _length;
    private int _chunks;
    private bool _hasStopped;
    private long _lastStamp;

    public void Begin()
    {
        _length = 0;
        _chunks = 0;
        _hasStopped = false;
        _lastStamp = 0;
    }

    public void Read(ReadOnlySpan<byte> bytes, bool isStream, long now)
    {
        bytes.CopyTo(_kept.AsSpan(_length));
        _length += bytes.Length;
        if (!isStream)
        {
            return;
        }

        var rest = _kept.AsSpan(0, _length);
        for (var end = rest.IndexOf("\n\n"u8); end >= 0; end = rest.IndexOf("\n\n"u8))
        {
            OnEvent(rest[..end], now);
            rest = rest[(end + 2)..];
        }

        rest.CopyTo(_kept);
        _length = rest.Length;
    }

    /// <summary>The answer has ended: was it what the upstream sent?</summary>
    public void End(BenchRequest request)
    {
        if (!request.IsStream)
        {
            if (!_kept.AsSpan(0, _length).SequenceEqual(Answers.JsonBody.Span))
            {
                throw new WrongAnswerException($"Not the body that the upstream sent: {Encoding.UTF8.GetString(_kept, 0, _length)}");
            }
        }
        else if (_chunks != request.Chunks || !_hasStopped || _length > 0)
        {
            throw new WrongAnswerException($"A stream of {request.Chunks} chunks came with {_chunks}, {(_hasStopped ? "complete" : "without its end")}, and {_length} bytes too many.");
        }
    }

    private void OnEvent(ReadOnlySpan<byte> text, long now)
    {
        if (text.StartsWith("event: content_block_delta\n"u8))
        {
            if (_hasStopped || !StampedChunk.TryReadStamp(text, out var sent) || sent < _lastStamp)
            {
                throw new WrongAnswerException($"A chunk out of order or not as it was sent: {Encoding.UTF8.GetString(text)}");
            }

            _lastStamp = sent;
            _chunks++;
            tally.OnChunk(sent, now);
        }
        else if (text.StartsWith("event: message_stop\n"u8))
        {
            _hasStopped = true;
        }
        else if (text.StartsWith("event: error"u8))
        {
            throw new WrongAnswerException(Encoding.UTF8.GetString(text));
        }
    }
}
