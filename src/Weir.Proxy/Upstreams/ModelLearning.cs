using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Weir.Proxy.Dialects;
using Weir.Proxy.Forwarding;

namespace Weir.Proxy.Upstreams;

/// <summary>Asks an upstream which models it has. The answer, whatever it is, also tells that the upstream is there.</summary>
internal sealed partial class ModelLearning(UpstreamRequests requests, UpstreamEvents events, TimeProvider time, ILogger<ModelLearning> logger)
{
    /// <summary>A list comes at once or the upstream is held not to answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const int LongestList = 16 * 1024 * 1024;

    /// <summary>Pages of a thousand.</summary>
    private const int MostPages = 20;

    /// <summary>Null when the models were learned, else why not, for an operator to read.</summary>
    public async Task<string?> LearnAsync(Upstream upstream, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            var models = await AskAsync(upstream, deadline.Token);
            upstream.State.Listing.Replace(models);
            return null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return "Weir is stopping.";
        }
        catch (OperationCanceledException)
        {
            events.Unanswered(upstream);
            return patience.IsCancellationRequested
                ? $"It did not answer within {Patience.TotalSeconds} s: check host and port, and that nothing in between drops what is sent."
                : $"No connection came about within {upstream.Config.ConnectTimeout.TotalSeconds} s: check host and port, and that nothing in between drops what is sent.";
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            events.Unanswered(upstream);
            LogUnanswered(upstream.Name, failure);
            return UpstreamProblems.Of(failure);
        }
        catch (ListException wrong)
        {
            // It answers, so it is there; it may well serve models that it doesn't list.
            LogUnlisted(upstream.Name, wrong.Message);
            return wrong.Message;
        }
    }

    private async Task<ImmutableArray<ListedModel>> AskAsync(Upstream upstream, CancellationToken cancellationToken)
    {
        var models = ImmutableArray.CreateBuilder<ListedModel>();
        var native = UpstreamDefaults.Native(upstream.Config.Kind);
        string? after = null;
        for (var page = 0; page < MostPages; page++)
        {
            var path = native switch
            {
                Dialect.Ollama => "/api/tags",
                Dialect.Anthropic => "/v1/models?limit=1000" + (after is null ? "" : $"&after_id={Uri.EscapeDataString(after)}"),
                _ => "/v1/models",
            };
            using var list = await FetchAsync(upstream, path, cancellationToken);
            models.AddRange(ListedModel.Read(list.RootElement, native) ?? throw new ListException("It answered the question for its models with no list of them."));
            after = native == Dialect.Anthropic && list.RootElement.TryGetProperty("has_more", out var more) && more.ValueKind == JsonValueKind.True
                ? models.LastOrDefault()?.Name
                : null;
            if (after is null)
            {
                break;
            }
        }

        return models.DrainToImmutable();
    }

    private async Task<JsonDocument> FetchAsync(Upstream upstream, string path, CancellationToken cancellationToken)
    {
        using var request = requests.Ask(upstream, path);
        using var response = await upstream.SendAsync(request, cancellationToken);
        events.Answered(upstream);
        if (!response.IsSuccessStatusCode)
        {
            throw new ListException(UpstreamProblems.OfStatus(response, path, upstream.Config.ApiKey is not null));
        }

        await response.Content.LoadIntoBufferAsync(LongestList, cancellationToken);
        try
        {
            return JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (JsonException)
        {
            throw new ListException("It answered the question for its models with something that is not JSON: check its address, which may be that of a web page.");
        }
    }

    [LoggerMessage(LogLevel.Debug, "The upstream {Upstream} did not answer the question for its models")]
    private partial void LogUnanswered(string upstream, Exception failure);

    [LoggerMessage(LogLevel.Debug, "The models of the upstream {Upstream} are not known: {Problem}")]
    private partial void LogUnlisted(string upstream, string problem);

    /// <summary>The upstream is there, but its list cannot be read.</summary>
    private sealed class ListException(string message) : Exception(message);
}
