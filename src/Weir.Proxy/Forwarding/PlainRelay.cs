using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Weir.Accounting;
using Weir.Proxy.Bodies;
using Weir.Proxy.Dialects;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Refusals;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Forwarding;

/// <summary>Sends a request that costs nothing and hands the answer back: no attempt, no metering.</summary>
internal sealed partial class PlainRelay(UpstreamRequests requests, UpstreamErrors errors, TimeProvider time, ILogger<PlainRelay> logger)
{
    /// <summary>Such questions are answered at once or not at all.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The longest answer: all that Ollama knows of a model, every word of its vocabulary included.</summary>
    private const int LongestAnswer = 32 * 1024 * 1024;

    /// <summary>The request of an exchange that has been routed, with the model's name there.</summary>
    public async Task<Refusal?> PassAsync(Exchange exchange, string path)
    {
        var edits = new BodyEdits();
        Forwarder.EditModel(edits, exchange);
        // Its own copy: over HTTP/2 an upstream may answer while the body is still being sent.
        using var content = new EditedBody(exchange.Body.Span.ToArray(), edits.ToList());
        return await PassAsync(exchange.Http, exchange.Target.Upstream, exchange.Operation.Dialect, path, content);
    }

    public async Task<Refusal?> PassAsync(HttpContext http, Upstream upstream, Dialect dialect, string path, HttpContent? content)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, patience.Token);
        HttpResponseMessage? response = null;
        try
        {
            using var request = requests.Create(http, upstream, dialect, path, content);
            response = await upstream.SendAsync(request, deadline.Token);
            if (!response.IsSuccessStatusCode)
            {
                return await errors.PassAsync(http.Response, response, upstream.Name, deadline.Token);
            }

            await response.Content.LoadIntoBufferAsync(LongestAnswer, deadline.Token);
            http.Response.StatusCode = (int)response.StatusCode;
            ForwardedHeaders.CopyToCaller(response, http.Response.Headers);
            await response.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
            return null;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            var hasAnswer = response is not null;
            var outcome = http.RequestAborted.IsCancellationRequested ? AttemptOutcome.ClientGone
                : patience.IsCancellationRequested ? AttemptOutcome.UpstreamTimedOut
                : hasAnswer ? AttemptOutcome.UpstreamCut
                : AttemptOutcome.UpstreamUnreachable;
            if (outcome != AttemptOutcome.ClientGone)
            {
                LogFailed(upstream.Name, outcome, failure);
            }

            return hasAnswer ? AttemptRefusals.InAnswer(outcome) : AttemptRefusals.BeforeAnswer(outcome);
        }
        finally
        {
            response?.Dispose();
        }
    }

    [LoggerMessage(LogLevel.Warning, "The upstream {Upstream} failed: {Outcome}")]
    private partial void LogFailed(string upstream, AttemptOutcome outcome, Exception failure);
}
