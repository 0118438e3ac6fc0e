using Microsoft.AspNetCore.Http.HttpResults;

namespace Weir.Landing;

/// <summary><c>/</c>: a page for people; for programs that look for an Ollama, what Ollama says there.</summary>
internal static class LandingEndpoints
{
    private const string OllamaGreeting = "Ollama is running";

    public static void MapLanding(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], Answer).ExcludeFromDescription();
    }

    private static ContentHttpResult Answer(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            ? TypedResults.Content(LandingPage.Html, "text/html; charset=utf-8")
            : TypedResults.Text(OllamaGreeting);
}
