using System.Buffers;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Weir.Accounting;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Metering;
using Weir.Proxy.Refusals;

namespace Weir.Proxy.Forwarding;

/// <summary>
/// Step 6, <em>Relay</em>: hands the answer to the caller as it comes, untouched, while the usage reader looks on. Only the byte that
/// completes the answer waits until the entry is durable, so that a caller that saw the end is in the ledger.
/// </summary>
internal sealed partial class Relay(UpstreamErrors errors, Settling settling, ILedger ledger, ILogger<Relay> logger)
{
    /// <summary>Room for any ordinary event; one that is larger passes in pieces.</summary>
    private const int BufferSize = 16 * 1024;

    public async ValueTask<Refusal?> RelayAsync(Exchange exchange)
    {
        var attempt = exchange.Attempt!;
        var response = attempt.Response!;
        if (!response.IsSuccessStatusCode)
        {
            return await errors.PassAsync(exchange);
        }

        var type = response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var types) ? types.ToString() : "";
        attempt.IsStream = type.StartsWith(exchange.Operation.StreamType, StringComparison.OrdinalIgnoreCase);
        if (!attempt.IsStream && !type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase))
        {
            attempt.Outcome = AttemptOutcome.UpstreamGarbled;
            LogGarbled(attempt.Reservation.Upstream, type);
            return AttemptRefusals.InAnswer(AttemptOutcome.UpstreamGarbled);
        }

        attempt.Reader = exchange.Operation.CreateUsageReader(attempt.IsStream, exchange.Peek);
        attempt.Life.Watch(attempt.Reader);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            return await CopyAsync(exchange, attempt, response, buffer);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<Refusal?> CopyAsync(Exchange exchange, Attempt attempt, HttpResponseMessage response, byte[] buffer)
    {
        var reader = attempt.Reader!;
        var isShrunk = !attempt.IsStream || !attempt.IsCapped || exchange.Peek.Surcharges > 0;
        var held = 0;
        var released = 0L;
        await using var answer = Renamed(await response.Content.ReadAsStreamAsync(CancellationToken.None), exchange);
        while (true)
        {
            var read = await ReadAsync(answer, buffer.AsMemory(held), attempt);
            if (read <= 0)
            {
                break;
            }

            // The reader goes first because it alone can tell which byte is the last; it takes less than a microsecond.
            reader.Read(buffer.AsSpan(held, read));
            if (reader.IsGarbled)
            {
                attempt.Outcome = AttemptOutcome.UpstreamGarbled;
                return AttemptRefusals.InAnswer(AttemptOutcome.UpstreamGarbled);
            }

            attempt.Life.OnProgress();
            if (!isShrunk && reader is { IsInputKnown: true, IsComplete: false })
            {
                isShrunk = true;
                var told = reader.Counts.ToUsage(0);
                ledger.ShrinkInput(attempt.Reservation.Attempt, told.TotalInput, attempt.Price.WorstCase(in told, exchange.Peek.Circumstances).FixedCost.NanoDollarsUp);
            }

            var filled = held + read;
            held = Holds(reader, attempt, filled, buffer.Length);
            if (filled > held)
            {
                await WriteAsync(exchange, attempt, Wanted(reader, buffer, filled - held, released));
                released += filled - held;
                buffer.AsSpan(filled - held, held).CopyTo(buffer);
            }

            if (reader.IsComplete && !attempt.IsSettled)
            {
                attempt.Outcome = Ended(reader, attempt);
                await settling.SettleAsync(exchange);
                if (exchange.TellsTokens)
                {
                    await WriteAsync(exchange, attempt, EstimatedTokens.Member(attempt.Used));
                }

                await WriteAsync(exchange, attempt, buffer.AsMemory(0, held));
                held = 0;
            }
        }

        if (attempt.IsSettled)
        {
            return null;
        }

        attempt.Outcome ??= AttemptOutcome.UpstreamCut;
        await settling.SettleAsync(exchange);
        return await EndBrokenAsync(exchange, attempt, held);
    }

    /// <summary>The caller knows the model by the name that it asked for.</summary>
    private static Stream Renamed(Stream answer, Exchange exchange) =>
        exchange.IsRenamed ? new RenamedAnswer(answer, exchange.Target.Name, exchange.Model) : answer;

    /// <summary>The bytes that go out, without what the caller did not ask for. That is an event, which stands in the buffer whole.</summary>
    private static ReadOnlyMemory<byte> Wanted(UsageReader reader, byte[] buffer, int count, long released)
    {
        if (reader.Withheld is not { } withheld || withheld.Start < released || withheld.Start + withheld.Length > released + count)
        {
            return buffer.AsMemory(0, count);
        }

        var (start, length) = ((int)(withheld.Start - released), (int)withheld.Length);
        return (byte[])[.. buffer.AsSpan(0, start), .. buffer.AsSpan(start + length, count - start - length)];
    }

    /// <summary>How many of the bytes at hand stay back.</summary>
    private static int Holds(UsageReader reader, Attempt attempt, int filled, int room)
    {
        if (attempt.IsSettled)
        {
            return 0;
        }

        var holds = (int)Math.Min(reader.Held, filled);
        // An event larger than the buffer can't be kept whole: it passes as it comes.
        return holds == room && !reader.IsComplete ? 0 : holds;
    }

    private static AttemptOutcome Ended(UsageReader reader, Attempt attempt) =>
        reader.IsError ? AttemptOutcome.UpstreamError
        : attempt.Life.IsCallerGone ? AttemptOutcome.ClientGone
        : AttemptOutcome.Completed;

    /// <summary>Bytes read; 0 or less when no more come, with the reason in <see cref="Attempt.Outcome"/> unless the upstream just ended.</summary>
    private async ValueTask<int> ReadAsync(Stream answer, Memory<byte> into, Attempt attempt)
    {
        try
        {
            return await answer.ReadAsync(into, attempt.Life.Cancellation);
        }
        catch (Exception) when (attempt.Life.Cancellation.IsCancellationRequested)
        {
            attempt.Outcome = attempt.Life.Reason;
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException)
        {
            attempt.Outcome = AttemptOutcome.UpstreamCut;
            LogCut(attempt.Reservation.Upstream, failure);
        }

        return -1;
    }

    private static async ValueTask WriteAsync(Exchange exchange, Attempt attempt, ReadOnlyMemory<byte> bytes)
    {
        if (attempt.Life.IsCallerGone)
        {
            return;
        }

        var response = exchange.Http.Response;
        if (!attempt.HasBegun)
        {
            Begin(exchange, attempt, response);
        }

        await response.BodyWriter.WriteAsync(bytes);
    }

    private static void Begin(Exchange exchange, Attempt attempt, HttpResponse response)
    {
        attempt.HasBegun = true;
        if (response.HasStarted)
        {
            // The caller was told that it waits: the head is out.
            return;
        }

        response.StatusCode = (int)attempt.Response!.StatusCode;
        ForwardedHeaders.CopyToCaller(attempt.Response, response.Headers);
        if (exchange.IsRenamed || exchange.TellsTokens || attempt.IsStream)
        {
            // A stream may lose a chunk or gain an error event.
            response.ContentLength = null;
        }

        if (attempt is { IsCapped: true, IsLowered: true })
        {
            response.Headers["weir-output-cap"] = attempt.Output.ToString(CultureInfo.InvariantCulture);
        }

        // Nothing can need the request again. Over HTTP/2 an upstream may answer while it is still being sent.
        if (attempt.Sent is { WasSent: true })
        {
            exchange.Body.Dispose();
        }
    }

    /// <summary>The answer broke off: an error event where a stream has begun, else an error status or, too late for one, a broken connection.</summary>
    private static async Task<Refusal?> EndBrokenAsync(Exchange exchange, Attempt attempt, int held)
    {
        if (attempt.Outcome == AttemptOutcome.ClientGone)
        {
            return null;
        }

        var refusal = AttemptRefusals.InAnswer(attempt.Outcome!.Value);
        var response = exchange.Http.Response;
        if (!attempt.HasBegun)
        {
            return refusal;
        }

        if (!attempt.IsStream)
        {
            exchange.Http.Abort();
            return null;
        }

        if (attempt.Reader!.Held > held)
        {
            // Part of an event larger than the buffer is out already; the empty line ends it as it is.
            await response.BodyWriter.WriteAsync("\n\n"u8.ToArray());
        }

        await response.BodyWriter.WriteAsync(exchange.Operation.ErrorInStream(refusal, exchange.RequestId));
        return null;
    }

    [LoggerMessage(LogLevel.Warning, "The upstream {Upstream} answered with the content type \"{ContentType}\"")]
    private partial void LogGarbled(string upstream, string contentType);

    [LoggerMessage(LogLevel.Warning, "The upstream {Upstream} cut its answer")]
    private partial void LogCut(string upstream, Exception failure);
}
