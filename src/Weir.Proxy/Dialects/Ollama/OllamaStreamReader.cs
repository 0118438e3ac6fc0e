using System.Buffers;

namespace Weir.Proxy.Dialects.Ollama;

/// <summary>
/// Reads the usage from a stream of lines. The one with <c>"done":true</c> completes it, or one with an <c>error</c>. A line that isn't whole is
/// held, which costs the caller nothing (no parser can use it yet) and lets an answer that is cut end in a clean line.
/// </summary>
internal sealed class OllamaStreamReader : OllamaUsageReader
{
    /// <summary>
    /// More than an ordinary line has. One that is longer, with a tool call or with the context of <c>/api/generate</c>, is read as it comes
    /// and not kept.
    /// </summary>
    private const int LongestKept = 4 * 1024;

    private readonly ArrayBufferWriter<byte> _line = new(512);
    private readonly OllamaAnswerScan _scan = new();
    private bool _isScanning;

    public override void Read(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            Held += bytes.Length;
            if (IsComplete)
            {
                return;
            }

            var end = bytes.IndexOf((byte)'\n');
            if (end < 0)
            {
                Keep(bytes);
                return;
            }

            EndLine(bytes[..end]);
            bytes = bytes[(end + 1)..];
            // The line end completes the answer; what follows it stays with it.
            Held = IsComplete ? 1 : 0;
        }
    }

    private void Keep(ReadOnlySpan<byte> part)
    {
        if (!_isScanning && _line.WrittenCount + part.Length > LongestKept)
        {
            _isScanning = true;
            _scan.Reset();
            _scan.Read(_line.WrittenSpan);
            _line.ResetWrittenCount();
        }

        if (_isScanning)
        {
            _scan.Read(part);
        }
        else
        {
            _line.Write(part);
        }
    }

    private void EndLine(ReadOnlySpan<byte> rest)
    {
        if (_isScanning)
        {
            _isScanning = false;
            _scan.Read(rest);
            EndScan();
        }
        else if (_line.WrittenCount > 0)
        {
            _line.Write(rest);
            OnLine(_line.WrittenSpan);
            _line.ResetWrittenCount();
        }
        else
        {
            OnLine(rest);
        }
    }

    private void OnLine(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd((byte)'\r');
        if (OllamaLine.TryRead(line, out var text))
        {
            AddOutput(text.Length, JsonText.Characters(text));
            return;
        }

        _scan.Reset();
        _scan.Read(line);
        EndScan();
    }

    private void EndScan()
    {
        AddOutput(_scan.TextBytes, _scan.Characters);
        if (_scan.IsComplete && (_scan.IsDone || _scan.IsError))
        {
            End(_scan);
        }
    }

    private void AddOutput(long bytes, long characters)
    {
        OutputPieces += bytes > 0 ? 1 : 0;
        HasOutput |= bytes > 0;
        OutputBytes += bytes;
        Characters += characters;
    }
}
