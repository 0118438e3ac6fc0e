using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Weir.TestKit.Upstreams;

/// <summary>Makes an answer at its pace and sends it byte by byte as its script says, keeping the truth as it goes.</summary>
internal sealed class AnswerSender(Socket socket, ReceivedRequest request, AttemptTruth? attempt, Script script, TimeProvider time, CancellationToken gone)
{
    private readonly List<Cue> _cues = [.. script.Cues];
    private readonly long[] _stops = [.. script.SplitAt.Concat(script.Cues.Select(cue => cue.At).OfType<Point.AtByte>().Select(at => at.Offset)).Order()];
    private long _made;
    private long _offset;
    private long _parts;
    private bool _isMade;
    private Act.EndInError? _error;

    /// <summary>True when the connection can serve another request.</summary>
    public async Task<bool> SendAsync(Answer answer)
    {
        await Task.Delay(script.FirstByteDelay, time, gone);
        var flow = answer.Framing == BodyFraming.Length ? await SendMadeAsync(answer) : await SendMakingAsync(answer);
        if (flow == Flow.Over)
        {
            return false;
        }

        attempt?.EndAs(answer.Status >= 400 ? AttemptEnd.Refused : _error is null ? AttemptEnd.Answered : AttemptEnd.Failed, time.GetUtcNow());
        if (answer.Framing == BodyFraming.Chunked)
        {
            await WireAsync("0\r\n\r\n"u8.ToArray());
        }

        if (answer.Framing == BodyFraming.UntilClose)
        {
            // Disposing alone may reset instead, because the watch for the peer is still receiving.
            socket.Shutdown(SocketShutdown.Send);
            return false;
        }

        return true;
    }

    /// <summary>Makes everything, then sends it: its length stands in the head.</summary>
    private async Task<Flow> SendMadeAsync(Answer answer)
    {
        var pieces = new List<Piece>();
        foreach (var piece in answer.Pieces)
        {
            if (await MakeAsync(piece) is var made && made != Flow.On)
            {
                return made == Flow.Over ? made : throw new InvalidOperationException("Only a stream can end in an error event; give an error status instead.");
            }

            pieces.Add(piece);
        }

        var flow = await SendHeadAsync(answer, pieces.Sum(piece => (long)piece.Bytes.Length));
        foreach (var piece in request.Method == "HEAD" ? [] : pieces)
        {
            flow = flow == Flow.On ? await SendPieceAsync(piece, isChunked: false) : flow;
        }

        return flow == Flow.On ? await ActAsync(point => point is Point.AfterBody) : flow;
    }

    /// <summary>Sends each piece as soon as it is made; the head goes before the first that has bytes.</summary>
    private async Task<Flow> SendMakingAsync(Answer answer)
    {
        var isHeadOut = false;
        var isChunked = answer.Framing == BodyFraming.Chunked;
        foreach (var piece in answer.Pieces)
        {
            var flow = await MakeAsync(piece);
            if (!isHeadOut && (flow == Flow.Fail || (flow == Flow.On && !piece.Bytes.IsEmpty)))
            {
                isHeadOut = true;
                flow = await SendHeadAsync(answer, 0) is var sent && sent == Flow.On ? flow : sent;
            }

            flow = flow == Flow.On ? await SendPieceAsync(piece, isChunked) : flow;
            if (flow == Flow.Fail)
            {
                attempt?.StopMaking();
                return await SendPieceAsync(request.Wire.FormOf(request).Error(_error!, request.Id, _parts), isChunked);
            }

            if (flow == Flow.Over)
            {
                return flow;
            }
        }

        return await ActAsync(point => point is Point.AfterBody);
    }

    private async Task<Flow> MakeAsync(Piece piece)
    {
        if (piece.Wait > TimeSpan.Zero)
        {
            await Task.Delay(piece.Wait, time, gone);
        }

        if (piece.Output + piece.AddedInput > 0)
        {
            attempt?.AddInput(piece.AddedInput);
            attempt?.AddOutput(piece.Output);
            _made += piece.Output;
        }

        return await ActAsync(point => point is Point.AtTokens at && at.Count <= _made);
    }

    private async Task<Flow> SendHeadAsync(Answer answer, long length)
    {
        var flow = await ActAsync(point => point is Point.BeforeHead);
        if (flow != Flow.On)
        {
            return flow;
        }

        await WireAsync(answer.Head(length));
        return await ActAsync(point => point is Point.AtByte { Offset: 0 });
    }

    private async Task<Flow> SendPieceAsync(Piece piece, bool isChunked)
    {
        var flow = piece.Event is null ? Flow.On : await ActAsync(point => point is Point.BeforeEvent at && at.Name == piece.Event);
        if (piece.IsLast || piece.IsError)
        {
            // Before its bytes are out: whoever sees them may rely on nothing more being made.
            _isMade = true;
            attempt?.StopMaking();
        }

        for (var rest = piece.Bytes; flow == Flow.On && !rest.IsEmpty;)
        {
            var next = Array.Find(_stops, stop => stop > _offset);
            var count = next == 0 ? rest.Length : (int)Math.Min(rest.Length, next - _offset);
            await WireAsync(isChunked ? Chunk(rest[..count]) : rest[..count]);
            attempt?.AddSent(rest[..count]);
            _offset += count;
            rest = rest[count..];
            if (rest.IsEmpty)
            {
                _parts++;
                KeepUsage(piece);
            }

            flow = await ActAsync(point => point is Point.AtByte at && at.Offset == _offset);
        }

        return flow == Flow.On && !_isMade ? await ActAsync(point => point is Point.BehindPart at && at.Offset <= _offset) : flow;
    }

    private void KeepUsage(Piece piece)
    {
        if (piece.StartUsage is not null)
        {
            attempt?.SetStartUsage(piece.StartUsage);
        }

        if (piece.FinalUsage is not null)
        {
            attempt?.SetFinalUsage(piece.FinalUsage);
        }
    }

    private async Task<Flow> ActAsync(Predicate<Point> isHere)
    {
        var flow = Flow.On;
        while (flow == Flow.On && _cues.FindIndex(cue => isHere(cue.At)) is var i and >= 0)
        {
            var cue = _cues[i];
            _cues.RemoveAt(i);
            flow = await ActAsync(cue.Do);
        }

        return flow;
    }

    private async Task<Flow> ActAsync(Act act)
    {
        switch (act)
        {
            case Act.PauseAt pause:
                await pause.Gate.PassAsync(gone);
                return Flow.On;
            case Act.StallForever:
                await Task.Delay(Timeout.Infinite, gone);
                return Flow.Over;
            case Act.EndInError error:
                _error = error;
                return Flow.Fail;
            case Act.CutConnection or Act.ResetConnection:
                attempt?.EndAs(AttemptEnd.Cut, time.GetUtcNow());
                if (act is Act.ResetConnection)
                {
                    socket.LingerState = new LingerOption(enable: true, seconds: 0);
                }
                else
                {
                    socket.Shutdown(SocketShutdown.Send);
                }

                return Flow.Over;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static byte[] Chunk(ReadOnlyMemory<byte> bytes) =>
        [.. Encoding.ASCII.GetBytes(bytes.Length.ToString("x", CultureInfo.InvariantCulture)), .. "\r\n"u8, .. bytes.Span, .. "\r\n"u8];

    private async Task WireAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes[..Math.Min(bytes.Length, script.BytesPerWrite)], gone)..];
        }
    }
}
