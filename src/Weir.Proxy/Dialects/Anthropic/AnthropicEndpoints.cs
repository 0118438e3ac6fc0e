using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Refusals;

namespace Weir.Proxy.Dialects.Anthropic;

/// <summary>Anthropic's paths, and the one for browser apps.</summary>
internal static class AnthropicEndpoints
{
    private const string Unchanged = "Request and answer are Anthropic's and pass unchanged.";

    private const string Capped = "Where a budget applies, `max_tokens` is set if it is missing and lowered to what the budget leaves; the header `weir-output-cap` of the answer tells.";

    public static void Map(IEndpointRouteBuilder app)
    {
        var services = app.ServiceProvider;
        var exchanges = services.GetRequiredService<ExchangePipeline>();
        var counts = services.GetRequiredService<TokenCounting>();
        var models = services.GetRequiredService<ModelLists>();
        var messages = new Entrance(new AnthropicMessages(), new AnthropicErrors(), IsForApps: false);
        var appMessages = new Entrance(new AnthropicMessages(), new OwnErrors(), IsForApps: true);

        app.MapPost("/v1/messages", http => exchanges.RunAsync(http, messages)).AsExchange("Messages", Dialect.Anthropic)
            .WithSummary("Anthropic's Messages API, JSON or server-sent events.")
            .WithDescription($"Request and answer are Anthropic's and pass as they are. {Capped}");
        app.MapPost("/api/inference/anthropic/messages", http => exchanges.RunAsync(http, appMessages)).AsExchange("AppMessages", Dialect.Anthropic)
            .WithSummary("The same for browser apps: takes the session cookie, and the model and max_tokens may be left out.")
            .WithDescription($"Request and answer are Anthropic's and pass as they are, but that the model and `max_tokens` are filled in where they are left out. {Capped}");
        app.MapPost("/v1/messages/count_tokens", http => counts.RunAsync(http, messages)).AsQuestion("CountTokens", Dialect.Anthropic)
            .WithSummary("How many input tokens a Messages request has.").WithDescription(Unchanged);
        app.MapGet("/v1/models", http => models.RunAsync(http, messages)).AsList("Models", Dialect.Anthropic)
            .WithSummary("The models on offer, paged.").WithDescription(Unchanged);
        app.MapGet("/v1/models/{id}", http => models.RunAsync(http, messages)).AsList("Model", Dialect.Anthropic)
            .WithSummary("One model.").WithDescription(Unchanged);
    }
}
