using Microsoft.AspNetCore.Http;
using Weir.Accounting;
using Weir.Proxy.Bodies;
using Weir.Proxy.Dialects;
using Weir.Proxy.Forwarding;
using Weir.Proxy.Identity;
using Weir.Proxy.Refusals;
using Weir.Proxy.Routing;

namespace Weir.Proxy.Exchanges;

/// <summary>One request of a caller and its answer, as it gathers what the steps of <see cref="ExchangePipeline"/> find out.</summary>
internal sealed class Exchange(HttpContext http, Entrance entrance) : IDisposable
{
    public ExchangeId Id { get; } = ExchangeId.New();

    public HttpContext Http { get; } = http;

    public Entrance Entrance { get; } = entrance;

    /// <summary>What an answer of Weir's own is known by.</summary>
    public string RequestId => RequestIds.Of(Id);

    /// <summary>Set by <em>Identify</em>.</summary>
    public Caller Caller { get; set; } = null!;

    /// <summary>Set by <em>Peek</em>.</summary>
    public RequestBody Body { get; set; } = null!;

    public RequestPeek Peek { get; set; } = null!;

    /// <summary>The model's name: the caller's, or the default.</summary>
    public string Model { get; set; } = "";

    /// <summary>Set by <em>Route</em>.</summary>
    public Target Target { get; set; } = null!;

    /// <summary>Set by <em>Reserve</em>; null while nothing is reserved.</summary>
    public Attempt? Attempt { get; set; }

    /// <summary>Tells the caller what ended the exchange, unless nothing did, it is too late for a status, or nobody is there to hear it.</summary>
    public Task AnswerAsync(Refusal? refusal) =>
        refusal is null || Http.Response.HasStarted || Http.RequestAborted.IsCancellationRequested
            ? Task.CompletedTask
            : RefusalWriter.WriteAsync(Http.Response, refusal, Entrance.Errors, RequestId);

    public void Dispose()
    {
        Attempt?.Dispose();
        if (Attempt?.Sent is { WasStarted: true, WasSent: false })
        {
            Body.Abandon();
        }
        else
        {
            Body?.Dispose();
        }
    }
}
