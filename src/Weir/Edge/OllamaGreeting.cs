namespace Weir.Edge;

/// <summary><c>/</c> for programs that look for an Ollama there: what Ollama says. People get the home page.</summary>
internal static class OllamaGreeting
{
    private const string Text = "Ollama is running";

    public static IApplicationBuilder UseOllamaGreeting(this IApplicationBuilder app) => app.Use(static (http, next) =>
        IsLookedFor(http.Request) ? AnswerAsync(http) : next(http));

    private static bool IsLookedFor(HttpRequest request) =>
        request.Path == "/" && (HttpMethods.IsHead(request.Method) || HttpMethods.IsGet(request.Method)) && !request.IsForAPage();

    private static Task AnswerAsync(HttpContext http)
    {
        http.Response.ContentType = "text/plain; charset=utf-8";
        http.Response.ContentLength = Text.Length;
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : http.Response.WriteAsync(Text, http.RequestAborted);
    }
}
