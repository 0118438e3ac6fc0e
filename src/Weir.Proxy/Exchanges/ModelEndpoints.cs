using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Proxy.Dialects;
using Weir.Proxy.Dialects.Anthropic;
using Weir.Proxy.Dialects.OpenAI;

namespace Weir.Proxy.Exchanges;

/// <summary>The paths that belong to no one dialect: which models there are, and where a caller's requests stand in line.</summary>
internal static class ModelEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var models = app.ServiceProvider.GetRequiredService<ModelLists>();
        var queue = app.ServiceProvider.GetRequiredService<QueuePositions>();
        var anthropic = new Entrance(new AnthropicMessages(), new AnthropicErrors(), IsForApps: false);
        var openAI = new Entrance(new OpenAIChat(), new OpenAIErrors(), IsForApps: false);
        const string shapes = "In Anthropic's shape, with its paging, where `anthropic-version` is sent, else in OpenAI's.";

        app.MapGet("/v1/models", http => models.ListAsync(http, anthropic, openAI)).AsList("Models", Dialect.Anthropic, 400, 401, 403, 508)
            .WithSummary("The models that the credential may use in the dialect, over all upstreams.").WithDescription(shapes);
        app.MapGet("/v1/models/{**id}", http => models.FindAsync(http, anthropic, openAI)).AsList("Model", Dialect.Anthropic, 400, 401, 403, 404, 508)
            .WithSummary("One of them.").WithDescription(shapes);
        app.MapGet("/api/inference/queue", queue.RunAsync).AsList("Queue", dialect: null, 400, 401, 403, 508)
            .WithSummary("Where my requests stand that wait for a busy upstream.")
            .WithDescription("Position 1 is the next to be served. Streams that wait for longer than 15 s are also told by comments, `: position 3`.");
    }
}
