using System.Text.Json;
using Microsoft.Extensions.Logging;
using Weir.Proxy.Forwarding;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Dialects.Ollama;

/// <summary>Asks an Ollama upstream a question that a caller waits for.</summary>
internal sealed partial class OllamaQuestions(UpstreamRequests requests, TimeProvider time, ILogger<OllamaQuestions> logger)
{
    /// <summary>The caller has asked for all upstreams and should not wait for one that hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>A list of what is loaded, or a version.</summary>
    private const int LongestAnswer = 1024 * 1024;

    /// <summary>What <paramref name="read"/> finds in the answer; nothing when there is none in time.</summary>
    public async Task<T?> AskAsync<T>(Upstream upstream, string path, Func<JsonElement, T?> read, CancellationToken cancellationToken)
    {
        if (upstream.State.Health.IsOpen)
        {
            return default;
        }

        using var patience = new CancellationTokenSource(Patience, time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            using var request = requests.Ask(upstream, path);
            using var response = await upstream.SendAsync(request, deadline.Token);
            await response.Content.LoadIntoBufferAsync(LongestAnswer, deadline.Token);
            using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(deadline.Token));
            return response.IsSuccessStatusCode ? read(answer.RootElement) : default;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or JsonException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            LogUnanswered(upstream.Name, path, failure);
            return default;
        }
    }

    [LoggerMessage(LogLevel.Debug, "The upstream {Upstream} did not answer {Path}")]
    private partial void LogUnanswered(string upstream, string path, Exception failure);
}
