using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Refusals;

namespace Weir.Proxy.Dialects.OpenAI;

/// <summary>OpenAI's paths.</summary>
internal static class OpenAIEndpoints
{
    private const string Passes = "Request and answer are OpenAI's and pass as they are.";

    private const string Usage =
        "A stream is always asked for its usage (`stream_options.include_usage`); the chunk that tells it is left out again for callers that did not ask.";

    private const string Kept =
        "Ids of what the upstream keeps (`previous_response_id`, items, files, containers) are taken from the user alone who was told them, and go to the upstream "
        + "that has them. `background: true` is refused.";

    private static string Capped(string field) =>
        $"Where a budget applies, {field} is set if it is missing and lowered to what the budget leaves; the header `weir-output-cap` of the answer tells.";

    public static void Map(IEndpointRouteBuilder app)
    {
        var exchanges = app.ServiceProvider.GetRequiredService<ExchangePipeline>();
        var errors = new OpenAIErrors();
        var chat = new Entrance(new OpenAIChat(), errors, IsForApps: false);
        var appChat = new Entrance(new OpenAIChat(), new OwnErrors(), IsForApps: true);
        var responses = new Entrance(new OpenAIResponses(), errors, IsForApps: false);
        var embeddings = new Entrance(new OpenAIEmbeddings(), errors, IsForApps: false);

        app.MapPost("/v1/chat/completions", http => exchanges.RunAsync(http, chat)).AsExchange("ChatCompletions", Dialect.OpenAI)
            .WithSummary("OpenAI's chat completions, JSON or server-sent events.")
            .WithDescription($"{Passes} {Usage} {Capped("the output cap (`max_completion_tokens` or `max_tokens`)")}");
        app.MapPost("/api/inference/openai/chat/completions", http => exchanges.RunAsync(http, appChat)).AsExchange("AppChatCompletions", Dialect.OpenAI)
            .WithSummary("The same for browser apps: takes the session cookie.")
            .WithDescription($"{Passes} {Usage} {Capped("the output cap (`max_completion_tokens` or `max_tokens`)")}");
        app.MapPost("/v1/responses", http => exchanges.RunAsync(http, responses)).AsExchange("Responses", Dialect.OpenAI)
            .WithSummary("OpenAI's Responses API, JSON or server-sent events.")
            .WithDescription($"{Passes} {Kept} {Capped("`max_output_tokens`")}");
        app.MapPost("/v1/embeddings", http => exchanges.RunAsync(http, embeddings)).AsExchange("Embeddings", Dialect.OpenAI, canStream: false)
            .WithSummary("OpenAI's embeddings.").WithDescription(Passes);
    }
}
