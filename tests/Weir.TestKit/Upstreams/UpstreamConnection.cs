using System.Net.Sockets;
using Weir.TestKit.Wire;

namespace Weir.TestKit.Upstreams;

/// <summary>One connection to the fake upstream: requests one after another, as HTTP/1.1 has it.</summary>
internal sealed class UpstreamConnection(Socket socket, FakeUpstream upstream)
{
    private readonly WireReader _wire = new(socket);

    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            var goesOn = true;
            while (goesOn && await _wire.ReadHeadAsync(stopping) is { } head)
            {
                goesOn = await ServeAsync(head, stopping);
            }
        }
        catch (Exception end) when (end is SocketException or EndOfStreamException or OperationCanceledException)
        {
            // The peer went away, or the upstream stops. What that meant for an attempt is in the book.
        }
        finally
        {
            socket.Dispose();
        }
    }

    private async Task<bool> ServeAsync(HttpHead head, CancellationToken stopping)
    {
        var (body, isWhole) = await ReadBodyAsync(head, stopping);
        var request = upstream.Receive(head, body, isWhole);
        var attempt = request.AsksForRun ? upstream.Book.Begin(request) : null;
        try
        {
            return isWhole && await AnswerAsync(request, attempt, stopping);
        }
        catch (Exception end) when (end is SocketException or OperationCanceledException)
        {
            attempt?.EndAs(stopping.IsCancellationRequested ? AttemptEnd.Cut : AttemptEnd.PeerGone, upstream.Time.GetUtcNow());
            throw;
        }
        finally
        {
            attempt?.EndAs(AttemptEnd.PeerGone, upstream.Time.GetUtcNow());
            attempt?.Finish();
        }
    }

    private async Task<(byte[] Body, bool IsWhole)> ReadBodyAsync(HttpHead head, CancellationToken stopping)
    {
        if (head["expect"] is not null)
        {
            await socket.SendAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), stopping);
        }

        var reader = new BodyReader(_wire, head, untilClose: false);
        var body = new MemoryStream();
        while (reader.End == BodyEnd.Open)
        {
            body.Write(await reader.ReadAsync(64 * 1024, stopping));
        }

        return (body.ToArray(), reader.End == BodyEnd.Complete);
    }

    private async Task<bool> AnswerAsync(ReceivedRequest request, AttemptTruth? attempt, CancellationToken stopping)
    {
        var script = request.IsList ? upstream.OnList(request) : upstream.OnRequest(request);
        var answer = Answers.To(request, script, upstream.Kind);
        attempt?.Expect(answer);
        if (answer.Status >= 400)
        {
            attempt?.EndAs(AttemptEnd.Refused, upstream.Time.GetUtcNow());
        }

        // The peer may go away while nothing is being sent; then making stops, as it does at the real one.
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var watch = CancelWhenClosedAsync(gone);
        var goesOn = await new AnswerSender(socket, request, attempt, script, upstream.Time, gone.Token).SendAsync(answer);
        await gone.CancelAsync();
        await watch;
        return goesOn;
    }

    private async Task CancelWhenClosedAsync(CancellationTokenSource gone)
    {
        var closed = _wire.WatchForCloseAsync();
        if (await Task.WhenAny(closed, Task.Delay(Timeout.Infinite, gone.Token)) == closed && await closed)
        {
            await gone.CancelAsync();
        }
    }
}
