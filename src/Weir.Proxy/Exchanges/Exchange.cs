using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Weir.Accounting;
using Weir.Proxy.Admission.Rates;
using Weir.Proxy.Bodies;
using Weir.Proxy.Dialects;
using Weir.Proxy.Forwarding;
using Weir.Proxy.Identity;
using Weir.Proxy.Refusals;
using Weir.Proxy.Routing;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Exchanges;

/// <summary>One request of a caller and its answer, as it gathers what the steps of <see cref="ExchangePipeline"/> find out.</summary>
internal sealed class Exchange(HttpContext http, Entrance entrance) : IDisposable
{
    private int _target;
    private bool _isBodyInUse;

    public ExchangeId Id { get; } = ExchangeId.New();

    public HttpContext Http { get; } = http;

    public Entrance Entrance { get; } = entrance;

    public IOperation Operation => Entrance.Operation;

    /// <summary>What an answer of Weir's own is known by.</summary>
    public string RequestId => RequestIds.Of(Id);

    /// <summary>Set by <em>Identify</em>.</summary>
    public Caller Caller { get; set; } = null!;

    /// <summary>Set by <em>Peek</em>.</summary>
    public RequestBody Body { get; set; } = null!;

    public RequestPeek Peek { get; set; } = null!;

    /// <summary>The model's name: the caller's, or the default.</summary>
    public string Model { get; set; } = "";

    /// <summary>The name of the upstream that keeps what the request refers to; null when it refers to nothing.</summary>
    public string? HeldBy { get; set; }

    /// <summary>Set by <em>Route</em>: at least one, the best first.</summary>
    public ImmutableArray<Target> Targets { get; set; } = [];

    /// <summary>The target of the current attempt.</summary>
    public Target Target => Targets[_target];

    /// <summary>True when the target has another name for the model than the caller.</summary>
    public bool IsRenamed => Target.Name != Model;

    /// <summary>True when the answer also says what was metered, as on Ollama's app endpoints.</summary>
    public bool TellsTokens => Entrance.IsForApps && Operation.Dialect == Dialect.Ollama && Attempt is { IsStream: false };

    public bool HasFurtherTarget => _target + 1 < Targets.Length;

    /// <summary>The place at the target's upstream, or in the line for it.</summary>
    public LineTicket? Ticket { get; set; }

    /// <summary>When the first attempt asked to be admitted: whatever follows belongs to the budget windows of that moment.</summary>
    public DateTimeOffset? AdmittedAt { get; private set; }

    /// <summary><see cref="TimeProvider.GetTimestamp"/> at <see cref="AdmittedAt"/>, which another clock tells.</summary>
    public long AdmittedTimestamp { get; private set; }

    /// <summary>Set by <em>Reserve</em>; null while nothing is reserved.</summary>
    public Attempt? Attempt { get; set; }

    /// <summary>How the attempt before this one ended: it becomes durable in one commit with the next reservation.</summary>
    public Settlement? Superseded { get; set; }

    /// <summary>Held while an attempt stands in for another that failed, until it is answered.</summary>
    public FallbackPermit? Fallback { get; set; }

    /// <summary>Set where the caller has a limit of its rate.</summary>
    public RateLease? Rate { get; set; }

    /// <summary>Tokens of all classes, of the attempts that have ended.</summary>
    public long UsedTokens { get; set; }

    /// <summary>True when the caller of a stream has been told that it waits: from then on only events can be sent.</summary>
    public bool HasBegunWaiting { get; set; }

    /// <summary>The moment of the first attempt stays that of those after it.</summary>
    public void Admit(DateTimeOffset at, long timestamp)
    {
        if (AdmittedAt is null)
        {
            (AdmittedAt, AdmittedTimestamp) = (at, timestamp);
        }
    }

    /// <summary>Goes on to the next target. What the attempt before was settled with is in <see cref="Superseded"/>.</summary>
    public void MoveOn()
    {
        Release();
        _target++;
    }

    /// <summary>Tells the caller what ended the exchange, unless nothing did, it is too late for it, or nobody is there to hear it.</summary>
    public async Task AnswerAsync(Refusal? refusal)
    {
        if (refusal is null || Http.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        if (!Http.Response.HasStarted)
        {
            await RefusalWriter.WriteAsync(Http.Response, refusal, Entrance.Errors, RequestId);
        }
        else if (HasBegunWaiting && Attempt is not { HasBegun: true })
        {
            await Http.Response.BodyWriter.WriteAsync(Operation.ErrorInStream(refusal, RequestId));
        }
    }

    public void Dispose()
    {
        Release();
        Rate?.End(UsedTokens);
        Fallback?.Dispose();
        if (_isBodyInUse)
        {
            Body.Abandon();
        }
        else
        {
            Body?.Dispose();
        }
    }

    private void Release()
    {
        // Over HTTP/2 an upstream may answer, or fail, while the body is still being sent.
        _isBodyInUse |= Attempt?.Sent is { WasStarted: true, WasSent: false };
        Attempt?.Dispose();
        Attempt = null;
        Ticket?.Dispose();
        Ticket = null;
    }
}
