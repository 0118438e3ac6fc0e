using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Proxy.Bodies;
using Weir.Proxy.Dialects.Anthropic;
using Weir.Proxy.Dialects.Ollama;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Refusals;

namespace Weir.Proxy;

/// <summary>The paths of the data plane. Each names what runs there; an exchange's life is in <see cref="ExchangePipeline"/>.</summary>
public static class InferenceEndpoints
{
    private const string Unchanged = "Request and answer are Anthropic's and pass unchanged.";

    private const string Capped = "Where a budget applies, `max_tokens` is set if it is missing and lowered to what the budget leaves; the header `weir-output-cap` of the answer tells.";

    /// <summary>With what any of these paths can refuse: the credential, a loop, and an upstream that fails.</summary>
    private static readonly int[] Always = [400, 401, 403, 502, 508];

    /// <summary>What a body adds: it can come too slowly or be too large, a rate or a budget can be reached, memory can be short.</summary>
    private static readonly int[] WithBody = [408, 413, 429, 503];

    public static void MapInference(this IEndpointRouteBuilder app)
    {
        var services = app.ServiceProvider;
        var exchanges = services.GetRequiredService<ExchangePipeline>();
        var counts = services.GetRequiredService<TokenCounting>();
        var queue = services.GetRequiredService<QueuePositions>();
        var models = services.GetRequiredService<ModelLists>();

        var anthropic = new AnthropicErrors();
        var messages = new Entrance(new AnthropicMessages(), anthropic, IsForApps: false);
        var appMessages = new Entrance(new AnthropicMessages(), new OwnErrors(), IsForApps: true);

        var largeBodies = new UnlimitedByServer();
        app.MapPost("/v1/messages", http => exchanges.RunAsync(http, messages)).WithName("Messages")
            .WithMetadata([largeBodies, .. Refuses([.. Always, .. WithBody, 504])]).WithTags("Inference")
            .WithSummary("Anthropic's Messages API, JSON or server-sent events.")
            .WithDescription($"Request and answer are Anthropic's and pass as they are. {Capped}");
        app.MapPost("/api/inference/anthropic/messages", http => exchanges.RunAsync(http, appMessages)).WithName("AppMessages")
            .WithMetadata([largeBodies, .. Refuses([.. Always, .. WithBody, 504])]).WithTags("Inference")
            .WithSummary("The same for browser apps: takes the session cookie, and the model and max_tokens may be left out.")
            .WithDescription($"Request and answer are Anthropic's and pass as they are, but that the model and `max_tokens` are filled in where they are left out. {Capped}");
        app.MapPost("/v1/messages/count_tokens", http => counts.RunAsync(http, messages)).WithName("CountTokens")
            .WithMetadata([largeBodies, .. Refuses([.. Always, .. WithBody])]).WithTags("Inference")
            .WithSummary("How many input tokens a Messages request has.").WithDescription(Unchanged);
        app.MapGet("/v1/models", http => models.ListAsync(http, messages, messages)).WithName("Models")
            .WithMetadata(Refuses(Always)).WithTags("Inference").WithSummary("The models on offer, paged.").WithDescription(Unchanged);
        app.MapGet("/v1/models/{**id}", http => models.FindAsync(http, messages, messages)).WithName("Model")
            .WithMetadata(Refuses(Always)).WithTags("Inference").WithSummary("One model.").WithDescription(Unchanged);
        app.MapGet("/api/inference/queue", queue.RunAsync).WithName("Queue")
            .WithMetadata(Refuses([400, 401, 403, 508])).WithTags("Inference").WithSummary("Where my requests stand that wait for a busy upstream.")
            .WithDescription("Position 1 is the next to be served. Streams that wait for longer than 15 s are also told by comments, `: position 3`.");
        app.MapOllama();
        MapUnserved(app, anthropic);
    }

    private static object[] Refuses(int[] statuses) => [.. statuses.Select(status => new ProducesResponseTypeMetadata(status))];

    /// <summary>Everything else under the dialect's prefix is never forwarded: it may cost, or manage, what no caller of one key may.</summary>
    private static void MapUnserved(IEndpointRouteBuilder app, AnthropicErrors dialect) =>
        app.MapFallback("/v1/{**path}", http => RefusalWriter.WriteAsync(
            http.Response,
            new(StatusCodes.Status404NotFound, RefusalReason.ClientPathUnknown, $"{http.Request.Method} {http.Request.Path} is not served by this gateway."),
            dialect,
            RequestIds.New()));
}
