namespace Weir.Bodies;

/// <summary>Where the binder gave up on a body or a parameter, answers with what is wrong with it.</summary>
internal sealed class JsonBodies(RequestDelegate next, BodyErrors errors)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status400BadRequest && !http.Response.HasStarted && http.GetEndpoint() is { } endpoint)
        {
            await errors.Explain(exception, endpoint).ExecuteAsync(http);
        }
    }
}
