using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Refusals;

namespace Weir.Proxy.Dialects.Ollama;

/// <summary>Ollama's paths: its native mount, under <c>/ollama</c> and at the root, and the endpoints for browser apps.</summary>
internal static class OllamaEndpoints
{
    public const string Greeting = "Ollama is running";

    private const string Capped = "Where a budget applies, `options.num_predict` is set if it is missing or bounds nothing, and lowered to what the budget leaves; the header `weir-output-cap` of the answer tells.";

    private const string Unchanged = "Request and answer are Ollama's and pass as they are.";

    private const string Listed = "Each entry is as its upstream gave it; those that the credential may not use are left out, and public names of routes are added.";

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    private static readonly Refusal ManagedElsewhere = new(
        StatusCodes.Status403Forbidden,
        RefusalReason.ClientForbidden,
        "Models and accounts of an Ollama server are managed by whoever operates it, on the server itself: this gateway passes on requests to models, and nothing that changes what there is.");

    public static void Map(IEndpointRouteBuilder app)
    {
        MapNative(app, OllamaPaths.Mount + OllamaPaths.Root, "Mounted");
        MapNative(app, OllamaPaths.Root, "");
        MapForApps(app);
        app.MapMethods(OllamaPaths.Mount, Reading, GreetAsync);
        app.MapFallback(OllamaPaths.Mount + "/{**path}", RefuseUnserved);
    }

    private static void MapNative(IEndpointRouteBuilder app, string prefix, string suffix)
    {
        var exchanges = app.ServiceProvider.GetRequiredService<ExchangePipeline>();
        var shows = app.ServiceProvider.GetRequiredService<OllamaShows>();
        var lists = app.ServiceProvider.GetRequiredService<OllamaLists>();
        var chat = Entrance(OllamaOperation.Chat(streamsByDefault: true));
        var generate = Entrance(OllamaOperation.Generate(streamsByDefault: true));
        var embed = Entrance(OllamaOperation.Embed);
        var embeddings = Entrance(OllamaOperation.Embeddings);
        var show = Entrance(OllamaOperation.Show);

        app.MapPost($"{prefix}/chat", http => exchanges.RunAsync(http, chat)).AsExchange("OllamaChat" + suffix, Dialect.Ollama)
            .WithSummary("Ollama's chat, as lines of JSON or, with `\"stream\": false`, as one object.").WithDescription($"{Unchanged} {Capped}");
        app.MapPost($"{prefix}/generate", http => exchanges.RunAsync(http, generate)).AsExchange("OllamaGenerate" + suffix, Dialect.Ollama)
            .WithSummary("Ollama's completion of a prompt, as lines of JSON or, with `\"stream\": false`, as one object.").WithDescription($"{Unchanged} {Capped}");
        app.MapPost($"{prefix}/embed", http => exchanges.RunAsync(http, embed)).AsExchange("OllamaEmbed" + suffix, Dialect.Ollama, canStream: false)
            .WithSummary("Vectors of one text or several.").WithDescription($"{Unchanged} Only input is counted.");
        app.MapPost($"{prefix}/embeddings", http => exchanges.RunAsync(http, embeddings)).AsExchange("OllamaEmbeddings" + suffix, Dialect.Ollama, canStream: false)
            .WithSummary("The vector of one text: the old path.").WithDescription($"{Unchanged} The answer tells no usage, so the input is estimated by its characters.");
        app.MapPost($"{prefix}/show", http => shows.RunAsync(http, show)).AsModelQuestion("OllamaShow" + suffix, Dialect.Ollama)
            .WithSummary("What a model is. It costs nothing.").WithDescription(Unchanged);
        app.MapMethods($"{prefix}/tags", Reading, http => lists.TagsAsync(http, acceptCookies: false)).AsMergedList("OllamaTags" + suffix, Dialect.Ollama)
            .WithSummary("The models of all Ollama upstreams that the credential may use.").WithDescription(Listed);
        app.MapMethods($"{prefix}/ps", Reading, lists.LoadedAsync).AsMergedList("OllamaLoaded" + suffix, Dialect.Ollama)
            .WithSummary("Those of them that are loaded.").WithDescription(Listed);
        app.MapMethods($"{prefix}/version", Reading, lists.VersionAsync).AsMergedList("OllamaVersion" + suffix, Dialect.Ollama)
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status404NotFound))
            .WithSummary("The lowest version of the Ollama upstreams that answer: what all of them can do.");
        MapManaging(app, prefix);
    }

    private static void MapForApps(IEndpointRouteBuilder app)
    {
        const string text = $"{Unchanged} But `stream` is false where it is left out, and the answer that isn't streamed has `estimated_tokens` too: what was counted. {Capped}";
        var exchanges = app.ServiceProvider.GetRequiredService<ExchangePipeline>();
        var lists = app.ServiceProvider.GetRequiredService<OllamaLists>();
        var errors = new OwnErrors();
        var chat = new Entrance(OllamaOperation.Chat(streamsByDefault: false), errors, IsForApps: true);
        var generate = new Entrance(OllamaOperation.Generate(streamsByDefault: false), errors, IsForApps: true);

        app.MapPost("/api/inference/ollama/chat", http => exchanges.RunAsync(http, chat)).AsExchange("AppOllamaChat", Dialect.Ollama)
            .WithSummary("Ollama's chat for browser apps: takes the session cookie.").WithDescription(text);
        app.MapPost("/api/inference/ollama/generate", http => exchanges.RunAsync(http, generate)).AsExchange("AppOllamaGenerate", Dialect.Ollama)
            .WithSummary("Ollama's completion of a prompt for browser apps: takes the session cookie.").WithDescription(text);
        app.MapGet("/api/inference/ollama/models", http => lists.TagsAsync(http, acceptCookies: true)).AsMergedList("AppOllamaModels", Dialect.Ollama)
            .WithSummary("The models of all Ollama upstreams that the caller may use.").WithDescription(Listed);
    }

    private static Entrance Entrance(OllamaOperation operation) => new(operation, new OllamaErrors(), IsForApps: false);

    private static void MapManaging(IEndpointRouteBuilder app, string prefix)
    {
        foreach (var name in OllamaPaths.Managing)
        {
            app.Map($"{prefix}/{name}/{{**path}}", http => PathRefusals.WriteAsync(http, ManagedElsewhere));
        }
    }

    private static Task GreetAsync(HttpContext http)
    {
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(Greeting, http.RequestAborted);
    }

    private static Task RefuseUnserved(HttpContext http) => PathRefusals.WriteAsync(
        http,
        new(StatusCodes.Status404NotFound, RefusalReason.ClientPathUnknown, $"{http.Request.Method} {http.Request.Path} is not served by this gateway."));
}
