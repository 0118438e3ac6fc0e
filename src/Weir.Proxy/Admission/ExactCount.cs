using Weir.Proxy.Exchanges;
using Weir.Proxy.Forwarding;

namespace Weir.Proxy.Admission;

/// <summary>Asks an upstream how many tokens a request's input really has; Anthropic answers for nothing.</summary>
internal sealed class ExactCount(UpstreamRequests requests)
{
    /// <summary>A caller waits for this on top of everything else.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The longest answer that can be a count.</summary>
    private const int LongestAnswer = 64 * 1024;

    /// <summary>
    /// The count with a margin for the template, what surcharges add, and the bytes of what the question left out; null when the upstream
    /// didn't say.
    /// </summary>
    public async Task<long?> AskAsync(Exchange exchange)
    {
        var (operation, upstream) = (exchange.Operation, exchange.Target.Upstream);
        if (exchange.Peek.FurtherModels.Count > 0 || exchange.Target.Name != exchange.Peek.Model
            || operation.CountQuestion(exchange.Body.Span, exchange.Peek, upstream.Config.Kind) is not { } question)
        {
            return null;
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(exchange.Http.RequestAborted);
        deadline.CancelAfter(Patience);
        try
        {
            using var content = new ByteArrayContent(question.Body);
            using var request = requests.Create(exchange.Http, upstream, operation.Dialect, question.Path, content);
            using var response = await upstream.SendAsync(request, deadline.Token);
            if (!response.IsSuccessStatusCode)
            {
                return null;
            }

            await response.Content.LoadIntoBufferAsync(LongestAnswer, deadline.Token);
            var answer = await response.Content.ReadAsByteArrayAsync(deadline.Token);
            var surcharge = exchange.Peek.Surcharges * upstream.Config.SurchargeTokens;
            var uncounted = exchange.Body.Length - exchange.Peek.Counted.Sum(property => property.Length);
            return operation.CountIn(answer) is { } count ? (count * 102 / 100) + 64 + surcharge + uncounted : null;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException || (failure is OperationCanceledException && !exchange.Http.RequestAborted.IsCancellationRequested))
        {
            // Then the bound holds, and the refusal that follows from it.
            return null;
        }
    }
}
