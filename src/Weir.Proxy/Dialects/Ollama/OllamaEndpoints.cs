using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Proxy.Bodies;
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

    /// <summary>With what any of these paths can refuse: the credential, a loop, and an upstream that fails.</summary>
    private static readonly int[] Always = [400, 401, 403, 502, 508];

    /// <summary>What a body adds: it can come too slowly or be too large, its model can be unknown, a budget can be reached, memory can be short.</summary>
    private static readonly int[] WithModel = [.. Always, 404, 408, 413, 429, 503, 504];

    public static void MapOllama(this IEndpointRouteBuilder app)
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
        var errors = new OllamaErrors();
        var group = app.MapGroup(prefix).WithTags("Inference");

        var show = new Entrance(OllamaOperation.Show, errors, IsForApps: false);
        Post("chat", OllamaOperation.Chat(streamsByDefault: true)).WithName("OllamaChat" + suffix)
            .WithSummary("Ollama's chat, as lines of JSON or, with `\"stream\": false`, as one object.").WithDescription($"{Unchanged} {Capped}");
        Post("generate", OllamaOperation.Generate(streamsByDefault: true)).WithName("OllamaGenerate" + suffix)
            .WithSummary("Ollama's completion of a prompt, as lines of JSON or, with `\"stream\": false`, as one object.").WithDescription($"{Unchanged} {Capped}");
        Post("embed", OllamaOperation.Embed).WithName("OllamaEmbed" + suffix)
            .WithSummary("Vectors of one text or several.").WithDescription($"{Unchanged} Only input is counted.");
        Post("embeddings", OllamaOperation.Embeddings).WithName("OllamaEmbeddings" + suffix)
            .WithSummary("The vector of one text: the old path.").WithDescription($"{Unchanged} The answer tells no usage, so the input is estimated by its characters.");
        group.MapPost("show", http => shows.RunAsync(http, show)).WithName("OllamaShow" + suffix)
            .WithMetadata([new UnlimitedByServer(), .. Refuses([.. Always, 404, 408, 413, 503, 504])])
            .WithSummary("What a model is. It costs nothing.").WithDescription(Unchanged);
        group.MapMethods("tags", Reading, http => lists.TagsAsync(http, acceptCookies: false)).WithName("OllamaTags" + suffix).WithMetadata(Refuses(Always))
            .WithSummary("The models of all Ollama upstreams that the credential may use.").WithDescription(Listed);
        group.MapMethods("ps", Reading, lists.LoadedAsync).WithName("OllamaLoaded" + suffix).WithMetadata(Refuses(Always))
            .WithSummary("Those of them that are loaded.").WithDescription(Listed);
        group.MapMethods("version", Reading, lists.VersionAsync).WithName("OllamaVersion" + suffix).WithMetadata(Refuses([.. Always, 404]))
            .WithSummary("The lowest version of the Ollama upstreams that answer: what all of them can do.");
        MapManaging(app, prefix);

        IEndpointConventionBuilder Post(string path, OllamaOperation operation)
        {
            var entrance = new Entrance(operation, errors, IsForApps: false);
            return group.MapPost(path, http => exchanges.RunAsync(http, entrance)).WithMetadata([new UnlimitedByServer(), .. Refuses(WithModel)]);
        }
    }

    private static void MapForApps(IEndpointRouteBuilder app)
    {
        const string text = $"{Unchanged} But `stream` is false where it is left out, and the answer that isn't streamed has `estimated_tokens` too: what was counted. {Capped}";
        var exchanges = app.ServiceProvider.GetRequiredService<ExchangePipeline>();
        var lists = app.ServiceProvider.GetRequiredService<OllamaLists>();
        var errors = new OwnErrors();
        var chat = new Entrance(OllamaOperation.Chat(streamsByDefault: false), errors, IsForApps: true);
        var generate = new Entrance(OllamaOperation.Generate(streamsByDefault: false), errors, IsForApps: true);

        var group = app.MapGroup("/api/inference/ollama").WithTags("Inference");
        group.MapPost("chat", http => exchanges.RunAsync(http, chat)).WithName("AppOllamaChat").WithMetadata([new UnlimitedByServer(), .. Refuses(WithModel)])
            .WithSummary("Ollama's chat for browser apps: takes the session cookie.").WithDescription(text);
        group.MapPost("generate", http => exchanges.RunAsync(http, generate)).WithName("AppOllamaGenerate").WithMetadata([new UnlimitedByServer(), .. Refuses(WithModel)])
            .WithSummary("Ollama's completion of a prompt for browser apps: takes the session cookie.").WithDescription(text);
        group.MapGet("models", http => lists.TagsAsync(http, acceptCookies: true)).WithName("AppOllamaModels").WithMetadata(Refuses(Always))
            .WithSummary("The models of all Ollama upstreams that the caller may use.").WithDescription(Listed);
    }

    private static void MapManaging(IEndpointRouteBuilder app, string prefix)
    {
        foreach (var name in OllamaPaths.Managing)
        {
            app.Map($"{prefix}/{name}/{{**path}}", http => PathRefusals.WriteAsync(http, ManagedElsewhere));
        }
    }

    private static object[] Refuses(int[] statuses) => [.. statuses.Select(status => new ProducesResponseTypeMetadata(status))];

    private static Task GreetAsync(HttpContext http)
    {
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(Greeting, http.RequestAborted);
    }

    private static Task RefuseUnserved(HttpContext http) => PathRefusals.WriteAsync(
        http,
        new(StatusCodes.Status404NotFound, RefusalReason.ClientPathUnknown, $"{http.Request.Method} {http.Request.Path} is not served by this gateway."));
}
