using Microsoft.AspNetCore.Http;
using Weir.Proxy.Refusals;

namespace Weir.Proxy.Bodies;

/// <summary>Reads a request body whole, within the limits of one body and of all together.</summary>
internal sealed class BodyReader(BodyMemory memory)
{
    /// <summary>Anthropic's own limit for messages.</summary>
    public const int Limit = 32 * 1024 * 1024;

    /// <summary>A body of unknown or large length starts with this much, so that memory is taken as bytes come and not as they are promised.</summary>
    private const int FirstBuffer = 64 * 1024;

    public async Task<(RequestBody? Body, Refusal? Refusal)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > Limit)
        {
            return (null, TooLarge);
        }

        var body = new RequestBody(memory);
        try
        {
            var refusal = await FillAsync(body, request, cancellationToken);
            if (refusal is null)
            {
                return (body, null);
            }

            body.Dispose();
            return (null, refusal);
        }
        catch (BadHttpRequestException malformed)
        {
            // Kestrel's word on the framing: a chunk size that is none, a body shorter than its length, one that comes too slowly.
            body.Dispose();
            return (null, new(malformed.StatusCode, RefusalReason.ClientBadRequest, "The request body is not framed as HTTP demands."));
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    private static Refusal TooLarge { get; } =
        new(StatusCodes.Status413PayloadTooLarge, RefusalReason.ClientBodyTooLarge, "The request body is larger than 32 MiB.");

    private static Refusal NoMemory { get; } =
        new(StatusCodes.Status503ServiceUnavailable, RefusalReason.GatewayOverloaded, "The gateway holds as many request bodies as it can.")
        {
            RetryAfterSeconds = 2,
        };

    private static async Task<Refusal?> FillAsync(RequestBody body, HttpRequest request, CancellationToken cancellationToken)
    {
        var promised = (int)(request.ContentLength ?? FirstBuffer);
        if (!body.TryGrow(Math.Clamp(promised, 1, FirstBuffer)))
        {
            return NoMemory;
        }

        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            foreach (var segment in read.Buffer)
            {
                if (body.Length + (long)segment.Length > Limit)
                {
                    return TooLarge;
                }

                if (!body.TryGrow(body.Length + segment.Length))
                {
                    return NoMemory;
                }

                body.Append(segment.Span);
            }

            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return null;
            }
        }
    }
}
